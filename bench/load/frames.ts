/** RFC 6455 opcodes. */
export const Opcode = { text: 1, close: 8, ping: 9, pong: 10 } as const;

const FIN = 0x80;
const MASKED = 0x80;
const MASK = Buffer.from([0x1f, 0x5c, 0xa2, 0x77]);

/** A masked frame as a client sends it. One mask for all: servers do the same work for any. */
export function clientFrame(opcode: number, payload: string): Buffer {
  const body = Buffer.from(payload);
  for (let index = 0; index < body.length; index++) body[index] = (body[index] ?? 0) ^ (MASK[index % 4] ?? 0);
  return Buffer.concat([header(opcode, body.length), MASK, body]);
}

export function textFrame(payload: string): Buffer {
  return clientFrame(Opcode.text, payload);
}

/** Many equal frames in one buffer, so that a flood costs its sender next to nothing. */
export function repeated(frame: Buffer, count: number): Buffer {
  return Buffer.alloc(frame.length * count, frame);
}

function header(opcode: number, length: number): Buffer {
  if (length < 126) return Buffer.from([FIN | opcode, MASKED | length]);
  if (length > 0xffff) throw new Error(`a frame of ${length} bytes is more than this client sends`);
  return Buffer.from([FIN | opcode, MASKED | 126, length >> 8, length & 0xff]);
}

/** Told each frame; the payload lives only until the call returns. */
export type OnFrame = (opcode: number, payload: Buffer) => void;

/** Cuts what a server sends into frames. */
export class FrameReader {
  readonly #onFrame: OnFrame;
  #rest: Buffer | null = null;

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame;
  }

  push(bytes: Buffer): void {
    let data = this.#rest === null ? bytes : Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const length = frameLength(data);
      if (length === undefined || data.length < length.total) break;
      this.#onFrame((data[0] ?? 0) & 0x0f, data.subarray(length.header, length.total));
      data = data.subarray(length.total);
    }
    // The bytes given are the reader's to use again, so what is left over must be copied.
    this.#rest = data.length === 0 ? null : Buffer.from(data);
  }
}

function frameLength(data: Buffer): { header: number; total: number } | undefined {
  if (data.length < 2) return undefined;
  const short = (data[1] ?? 0) & 0x7f;
  if (short < 126) return { header: 2, total: 2 + short };
  if (short === 126) return data.length < 4 ? undefined : { header: 4, total: 4 + data.readUInt16BE(2) };
  return data.length < 10 ? undefined : { header: 10, total: 10 + Number(data.readBigUInt64BE(2)) };
}
