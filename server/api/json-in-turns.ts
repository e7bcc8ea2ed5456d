import { Breath } from '../breath.ts';

/** So many of a list are written at once. */
const AT_ONCE = 50;

type Member = readonly [name: string, value: unknown];

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !('toJSON' in value);

async function* listTexts(list: readonly unknown[]): AsyncGenerator<string> {
  yield '[';
  for (let from = 0; from < list.length; from += AT_ONCE)
    yield (from === 0 ? '' : ',') + JSON.stringify(list.slice(from, from + AT_ONCE)).slice(1, -1);
  yield ']';
}

async function* objectTexts(members: readonly Member[]): AsyncGenerator<string> {
  yield '{';
  for (const [index, [name, value]] of members.entries()) {
    yield `${index === 0 ? '' : ','}${JSON.stringify(name)}:`;
    yield* textsOf(value);
  }
  yield '}';
}

async function* textsOf(value: unknown): AsyncGenerator<string> {
  if (Array.isArray(value)) yield* listTexts(value);
  else if (isObject(value)) yield* objectTexts(Object.entries(value).filter(([, own]) => own !== undefined));
  else yield JSON.stringify(value);
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
