import { clientFrame, FrameReader, Opcode } from './frames.ts';
import { openRawSocket, type RawSocket } from './raw-socket.ts';

const END_OF_HEAD = '\r\n\r\n';
const GONE = 'a connection has ended without a close frame';
const PING = clientFrame(Opcode.ping, '');

interface Waiting {
  readonly count: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** A WebSocket client with as little of its own as can be, so that what is measured is the server. */
export class LoadSocket {
  /** Text messages received so far. */
  received = 0;
  /** The last text message, only where `keepsText`. */
  lastText = '';
  keepsText = false;
  onText: ((text: string) => void) | undefined;
  #raw: RawSocket | undefined;
  #isUpgraded = false;
  #pongs = 0;
  #text: Waiting | undefined;
  #pong: Waiting | undefined;
  #closed: ((reason: string) => void) | undefined;
  #isGone = false;
  readonly #reader = new FrameReader((opcode, payload) => this.#frame(opcode, payload));

  /** Resolves when the server has switched protocols; rejects when it does not. */
  static async open(port: number, path: string, keepsText = false): Promise<LoadSocket> {
    const socket = new LoadSocket();
    socket.keepsText = keepsText;
    const upgraded = new Promise<void>((resolve, reject) => {
      socket.#text = { count: 0, resolve, reject };
      socket.#closed = (reason) => reject(new Error(reason));
    });
    // It may end before anybody waits for it.
    upgraded.catch(() => undefined);
    const raw = await openRawSocket(
      port,
      (bytes) => socket.#bytes(bytes),
      () => socket.#gone(),
    );
    socket.#raw = raw;
    raw.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    try {
      await upgraded;
    } catch (error) {
      raw.destroy();
      throw error;
    }
    return socket;
  }

  write(bytes: Buffer): void {
    this.#raw?.write(bytes);
  }

  /** Writes a request; resolves with the next message, which is its answer where nothing else is sent. */
  answered(frame: Buffer): Promise<void> {
    const answer = this.receivedCount(this.received + 1);
    this.write(frame);
    return answer;
  }

  /** Resolves when the server has sent this many text messages altogether; rejects when it closes before. */
  receivedCount(count: number): Promise<void> {
    if (this.received >= count) return Promise.resolve();
    if (this.#isGone) return Promise.reject(new Error(GONE));
    return new Promise((resolve, reject) => {
      this.#text = { count, resolve, reject };
    });
  }

  /** Resolves when the server has handled everything that was written before. */
  drained(): Promise<void> {
    if (this.#isGone) return Promise.reject(new Error(GONE));
    const count = this.#pongs + 1;
    return new Promise((resolve, reject) => {
      this.#pong = { count, resolve, reject };
      this.write(PING);
    });
  }

  destroy(): void {
    this.#raw?.destroy();
  }

  #bytes(bytes: Buffer): void {
    if (this.#isUpgraded) {
      this.#reader.push(bytes);
      return;
    }
    // The head of the answer comes in one piece on a loopback.
    const head = bytes.toString('latin1');
    const end = head.indexOf(END_OF_HEAD);
    if (!head.startsWith('HTTP/1.1 101') || end < 0) {
      this.#closed?.(`no upgrade: ${head.slice(0, 100)}`);
      return;
    }
    this.#isUpgraded = true;
    this.#text?.resolve();
    this.#text = undefined;
    if (bytes.length > end + END_OF_HEAD.length) this.#reader.push(bytes.subarray(end + END_OF_HEAD.length));
  }

  #frame(opcode: number, payload: Buffer): void {
    if (opcode === Opcode.text) {
      this.received++;
      if (this.keepsText) this.lastText = payload.toString('utf8');
      this.onText?.(payload.toString('utf8'));
      if (this.#text !== undefined && this.received >= this.#text.count) this.#settleText();
    } else if (opcode === Opcode.pong) {
      this.#pongs++;
      if (this.#pong !== undefined && this.#pongs >= this.#pong.count) this.#settlePong();
    } else if (opcode === Opcode.close) {
      this.#end(
        new Error(`the server closed a connection: ${payload.readUInt16BE(0)} ${payload.subarray(2)}`),
      );
    }
  }

  /** Under load a server gives up what is silent for too long before it is upgraded, and says nothing. */
  #gone(): void {
    this.#isGone = true;
    this.#text?.reject(new Error(GONE));
    this.#pong?.reject(new Error(GONE));
    this.#text = undefined;
    this.#pong = undefined;
  }

  /** Where nobody waits for anything, nobody has reckoned with it. */
  #end(error: Error): void {
    const waiting = this.#text ?? this.#pong;
    if (waiting === undefined) throw error;
    waiting.reject(error);
  }

  #settlePong(): void {
    const waiting = this.#pong;
    this.#pong = undefined;
    waiting?.resolve();
  }

  #settleText(): void {
    const waiting = this.#text;
    this.#text = undefined;
    waiting?.resolve();
  }
}
