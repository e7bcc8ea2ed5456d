/** So much of an answer is read, and so much of answers and bodies is kept. */
const EXCERPT_BYTES = 4096;

/** The first 4 KB of a text, by whole characters. */
export function excerptOf(text: string): string {
  return Buffer.byteLength(text) <= EXCERPT_BYTES
    ? text
    : decode(Buffer.from(text).subarray(0, EXCERPT_BYTES));
}

/** Reads the first 4 KB of a body and cuts off the rest; what has come when it fails is what there is. */
export async function readExcerpt(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk.subarray(0, EXCERPT_BYTES - bytes));
      bytes += chunk.length;
      if (bytes >= EXCERPT_BYTES) break;
    }
  } catch {
    // The status has come, and says what there is to know.
  }
  return decode(Buffer.concat(chunks));
}

/** A character that the end cuts in two is left out. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes, { stream: true });
}
