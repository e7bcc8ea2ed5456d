/** About so many characters at a time. */
const TEXT_LENGTH = 16_384;

/** A JSON array in texts, each made when it is asked for. */
export async function* arrayTexts<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  object: (item: Item) => unknown,
): AsyncGenerator<string> {
  let text = '[';
  let separator = '';
  for await (const item of items) {
    text += separator + JSON.stringify(object(item));
    separator = ',';
    if (text.length < TEXT_LENGTH) continue;
    yield text;
    text = '';
  }
  yield `${text}]`;
}
