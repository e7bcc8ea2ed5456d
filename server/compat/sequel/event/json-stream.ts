import type { Context } from 'hono';
import { streamOf } from '../../../api/whole-lists.ts';

/** The text of a list, a page at a time. */
export async function* listText(pages: AsyncIterable<readonly unknown[]>): AsyncGenerator<string> {
  let before = '[';
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield before + page.map((item) => JSON.stringify(item)).join(',');
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

interface LongObject {
  /** The fields before the list: at least one where it is given. */
  readonly before?: object;
  readonly name: string;
  /** The text of the list. */
  readonly list: AsyncIterable<string>;
  /** Those after it, when it has been read: at least one. */
  readonly after?: (() => object) | undefined;
}

/** The text of an object with a list that may be long. */
export async function* objectText({ before, name, list, after }: LongObject): AsyncGenerator<string> {
  const head = before === undefined ? '{' : `${JSON.stringify(before).slice(0, -1)},`;
  yield `${head}${JSON.stringify(name)}:`;
  yield* list;
  yield after === undefined ? '}' : `,${JSON.stringify(after()).slice(1)}`;
}

/** Answers with a text as it is made; what fails before its first part is answered as any other failure. */
export async function answerText(
  c: Context,
  texts: AsyncGenerator<string>,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
): Promise<Response> {
  const { value = '' } = await texts.next();
  const all = async function* () {
    yield value;
    yield* texts;
  };
  return c.body(streamOf(all()), 200, headers);
}
