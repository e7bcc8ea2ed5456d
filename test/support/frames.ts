import { randomBytes } from 'node:crypto';

export const Opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface FrameOptions {
  readonly opcode?: number;
  readonly payload?: Buffer | string;
  readonly final?: boolean;
  /** The three reserved bits, 4 for RSV1. */
  readonly reserved?: number;
  readonly masked?: boolean;
  /** What the header claims, always as 64 bits; the payload's own length when absent. */
  readonly claimed?: bigint;
}

function lengthBytes(length: number, maskBit: number): Buffer {
  if (length < 126) return Buffer.from([maskBit | length]);
  const bytes = Buffer.alloc(length < 65_536 ? 3 : 9);
  bytes[0] = maskBit | (length < 65_536 ? 126 : 127);
  if (length < 65_536) bytes.writeUInt16BE(length, 1);
  else bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

function claimedBytes(claimed: bigint, maskBit: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = maskBit | 127;
  bytes.writeBigUInt64BE(claimed, 1);
  return bytes;
}

/** The bytes of a WebSocket frame as a client sends it, right or wrong. */
export function frame({
  opcode = Opcode.text,
  payload = '',
  final = true,
  reserved = 0,
  masked = true,
  claimed,
}: FrameOptions): Buffer {
  const data = Buffer.from(payload);
  const maskBit = masked ? 0x80 : 0;
  const first = Buffer.from([(final ? 0x80 : 0) | (reserved << 4) | opcode]);
  const length = claimed === undefined ? lengthBytes(data.length, maskBit) : claimedBytes(claimed, maskBit);
  if (!masked) return Buffer.concat([first, length, data]);
  const mask = randomBytes(4);
  const hidden = data.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([first, length, mask, hidden]);
}

export interface ServerFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** The whole frames at the head of what a server sent. */
export function readFrames(bytes: Buffer): ServerFrame[] {
  const frames: ServerFrame[] = [];
  let rest = bytes;
  while (rest.length >= 2) {
    const short = (rest[1] ?? 0) & 0x7f;
    const header = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (rest.length < header) break;
    const length =
      short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short;
    if (rest.length < header + length) break;
    frames.push({ opcode: (rest[0] ?? 0) & 0x0f, payload: rest.subarray(header, header + length) });
    rest = rest.subarray(header + length);
  }
  return frames;
}
