/** Longer ones are not read into memory, bytes without the end of the line. */
const MAX_LINE_BYTES = 65_536;

/** A line that is not blank: its text, or what is wrong with its bytes. */
export type RawLine =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly fault: string };

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BOM = [0xef, 0xbb, 0xbf];

/** Cuts a body into lines, chunk by chunk; holds no more than a line. */
export class LineCutter {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #line = 1;
  #parts: Uint8Array[] = [];
  #length = 0;
  #isFirst = true;

  /** The lines that end in the chunk. */
  cut(chunk: Uint8Array): RawLine[] {
    const lines: RawLine[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      this.#keep(chunk.subarray(from, end));
      lines.push(...this.#take());
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
    return lines;
  }

  /** What came after the last end of a line. */
  end(): RawLine[] {
    return this.#take();
  }

  #keep(part: Uint8Array): void {
    this.#length += part.length;
    // One more may be the return of an end of line.
    if (this.#length <= MAX_LINE_BYTES + BOM.length + 1) this.#parts.push(part);
  }

  #take(): RawLine[] {
    const line = this.#line++;
    const bytes = this.#length <= MAX_LINE_BYTES + BOM.length + 1 ? this.#bytes() : null;
    this.#parts = [];
    this.#length = 0;
    this.#isFirst = false;
    if (bytes === null || bytes.length > MAX_LINE_BYTES)
      return [{ line, fault: `is longer than ${MAX_LINE_BYTES} bytes` }];
    try {
      const text = this.#decoder.decode(bytes);
      return text.trim() === '' ? [] : [{ line, text }];
    } catch {
      return [{ line, fault: 'is not valid UTF-8' }];
    }
  }

  #bytes(): Uint8Array {
    const whole = Buffer.concat(this.#parts);
    const from = this.#isFirst && BOM.every((byte, index) => whole[index] === byte) ? BOM.length : 0;
    return whole.subarray(from, whole.at(-1) === RETURN ? whole.length - 1 : whole.length);
  }
}
