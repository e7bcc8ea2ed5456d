import type { Context } from 'hono';
import type { ApiEnv } from '../../api/context.ts';
import { streamOf } from '../../api/whole-lists.ts';

export type Pages = AsyncIterable<readonly unknown[]>;

interface LongObject {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Each read page after page, so that none is ever held whole. */
  readonly lists: Readonly<Record<string, Pages>>;
  /** What is known once the lists have been read. */
  readonly last?: () => Readonly<Record<string, unknown>>;
}

/** The text of an object, in parts. */
async function* textsOf({ fields, lists, last = () => ({}) }: LongObject): AsyncGenerator<string> {
  const inner = (object: object) => JSON.stringify(object).slice(1, -1);
  let text = `{${inner(fields)}`;
  for (const [name, pages] of Object.entries(lists)) {
    text += `,${JSON.stringify(name)}:[`;
    let separator = '';
    for await (const items of pages) {
      if (items.length === 0) continue;
      yield text + separator + inner(items);
      text = '';
      separator = ',';
    }
    text += ']';
  }
  const more = inner(last());
  yield `${text}${more === '' ? '' : `,${more}`}}`;
}

/** Begins to answer when the first page is there, so that until then what fails is refused as everything else. */
export async function answerTexts(
  c: Context<ApiEnv>,
  texts: AsyncGenerator<string>,
  headers: Record<string, string>,
): Promise<Response> {
  const first = await texts.next();
  async function* all() {
    if (!first.done) yield first.value;
    yield* texts;
  }
  return c.body(streamOf(all()), 200, headers);
}

export function answerLong(c: Context<ApiEnv>, object: LongObject): Promise<Response> {
  return answerTexts(c, textsOf(object), { 'content-type': 'application/json' });
}
