import { Breath } from '../breath.ts';

/** A list that is read while it is written, so that it is never held whole. */
export type Pages = AsyncIterable<readonly unknown[]> | Iterable<readonly unknown[]>;

/** JSON in parts. */
type Texts = AsyncGenerator<string>;

/** So many of a list are written at once. */
const AT_ONCE = 50;

/** Makes pages of single items, as these come. */
export async function* pagesOf<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  object: (item: Item) => unknown,
): AsyncGenerator<readonly unknown[]> {
  let page: unknown[] = [];
  for await (const item of items) {
    page.push(object(item));
    if (page.length < AT_ONCE) continue;
    yield page;
    page = [];
  }
  yield page;
}

const inner = (json: string) => json.slice(1, -1);

/** A list. The first text has its first page, so that what fails until then fails before anything is written. */
export async function* listTexts(pages: Pages): Texts {
  let before = '[';
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield before + inner(JSON.stringify(page));
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

/** A list whose items are themselves too long to be written at once. */
export async function* longItemsTexts(items: Iterable<Texts>): Texts {
  let before = '[';
  for (const item of items) {
    for await (const text of item) {
      yield before + text;
      before = '';
    }
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

const isTexts = (value: unknown): value is Texts =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/**
 * An object. A member may be texts itself, and one that is known only when those before it were read is a function.
 * Short members come with the first text of the next long one.
 */
export async function* objectTexts(members: Readonly<Record<string, unknown>>): Texts {
  let text = '{';
  let separator = '';
  for (const [name, member] of Object.entries(members)) {
    const value: unknown = typeof member === 'function' ? member() : member;
    if (value === undefined) continue;
    text += `${separator}${JSON.stringify(name)}:`;
    separator = ',';
    if (!isTexts(value)) {
      text += JSON.stringify(value);
      continue;
    }
    for await (const part of value) {
      yield text + part;
      text = '';
    }
  }
  yield `${text}}`;
}

const hasParts = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !('toJSON' in value);

function textsOf(value: object): Texts {
  if (Array.isArray(value)) return listTexts(pagesOf(value, (item) => item));
  const members = Object.entries(value).map(([name, own]) => [name, hasParts(own) ? textsOf(own) : own]);
  return objectTexts(Object.fromEntries(members));
}

/** As `JSON.stringify`, with turns for all else between: for answers of a megabyte. */
export async function jsonInTurns(value: object): Promise<string> {
  const breath = new Breath();
  let json = '';
  for await (const text of textsOf(value)) {
    json += text;
    await breath.take();
  }
  return json;
}
