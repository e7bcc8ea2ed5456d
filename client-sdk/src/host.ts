/** The part of a WebSocket that is used. The browser's, Node's and `ws`'s all fit. */
export interface SocketLike {
  send(frame: string): void;
  close(code?: number): void;
  addEventListener(type: 'open' | 'error', listener: (event: unknown) => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
}

/** A WebSocket class: `globalThis.WebSocket`, or `WebSocket` of the package `ws`. */
export type WebSocketClass = new (url: string) => SocketLike;

export interface ListenOptions {
  capture: boolean;
  passive: boolean;
  signal: AbortSignal;
}

/** The window around the client, where there is one. */
export interface Page {
  readonly document: { readonly hidden: boolean };
  addEventListener(type: string, listener: () => void, options: ListenOptions): void;
}

export interface WorkerLike {
  onmessage: (() => void) | null;
  postMessage(delayMs: number): void;
  terminate(): void;
}

/** Everything that the client takes from its platform, so that tests can put their own in its place. */
export interface Host {
  /** Monotonic milliseconds. */
  now(): number;
  /** `[0, 1)`. */
  random(): number;
  /** A new id that nobody else has. */
  uniqueId(): string;
  setTimeout(run: () => void, delayMs: number): unknown;
  clearTimeout(handle: unknown): void;
  /** Starts a worker from its source; throws where the platform has none or the page forbids it. */
  startWorker(source: string): WorkerLike;
  readonly WebSocket?: WebSocketClass | undefined;
  readonly page?: Page | undefined;
  /** What relative URLs are relative to. */
  readonly baseUrl?: string | undefined;
}

interface Globals extends Page {
  readonly WebSocket?: WebSocketClass;
  readonly location?: { readonly href: string };
  readonly Worker: new (url: string) => WorkerLike;
}

const globals = globalThis as unknown as Globals;

function startWorker(source: string): WorkerLike {
  // Never revoked: some browsers read it after the constructor has returned, and it is a hundred bytes.
  return new globals.Worker(URL.createObjectURL(new Blob([source])));
}

// One object for all connections of the page: they share the timer that hangs on it.
export const platform: Host = {
  now: () => performance.now(),
  random: Math.random,
  // `crypto.randomUUID` is missing on pages without TLS; `getRandomValues` is not.
  uniqueId: () =>
    Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join(''),
  setTimeout,
  clearTimeout,
  startWorker,
  WebSocket: globals.WebSocket,
  page: globals.document && globals,
  baseUrl: globals.location?.href,
};
