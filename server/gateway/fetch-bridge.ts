import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import { STATUS_CODES } from 'node:http';
import { Exchanges } from './exchanges.ts';

export type Fetch = (request: Request) => Response | Promise<Response>;

export interface FetchBridgeOptions {
  readonly fetch: Fetch;
  /** Bodies beyond this are refused with 413, bytes; perhaps other ones at other paths. */
  readonly maxBodyBytes: number | ((path: string) => number);
  readonly onError: (error: unknown) => void;
  /** Is told of each request until it is answered. */
  readonly exchanges?: Exchanges;
}

interface Exchange {
  readonly res: HttpResponse;
  readonly abort: AbortController;
  /** Just before the answer is complete: what is left of the body is thrown away, since `res` is dead afterwards. */
  stopReading: () => void;
}

/** What a Request can carry; TRACE and CONNECT it cannot. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);
const BODYLESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** The request's body as a stream that makes the sender wait while nobody reads. */
function bodyOf(exchange: Exchange, maxBytes: number): ReadableStream<Uint8Array> {
  const { res, abort } = exchange;
  let received = 0;
  let isDone = false;
  let isPaused = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      exchange.stopReading = () => {
        if (!isDone) controller.error(new Error('the request was answered before its body was read'));
        isDone = true;
        if (isPaused) res.resume();
      };
      abort.signal.addEventListener('abort', () => {
        if (!isDone) controller.error(new Error('the request was aborted'));
        isDone = true;
      });
      res.onData((chunk, isLast) => {
        if (isDone) return;
        received += chunk.byteLength;
        isDone = isLast || received > maxBytes;
        if (received > maxBytes) controller.error(new BodyTooLarge(`more than ${maxBytes} bytes`));
        // uWS takes the memory back when this returns, so it is copied.
        else if (chunk.byteLength > 0) controller.enqueue(new Uint8Array(chunk.slice(0)));
        if (received <= maxBytes && isLast) controller.close();
        if (!isDone && (controller.desiredSize ?? 0) <= 0) {
          isPaused = true;
          res.pause();
        }
      });
    },
    pull() {
      if (!isPaused || isDone || abort.signal.aborted) return;
      isPaused = false;
      res.resume();
    },
    cancel() {
      isDone = true;
    },
  });
}

function requestOf(req: HttpRequest, exchange: Exchange, maxBytes: number): Request {
  const headers = new Headers();
  req.forEach((name, value) => {
    headers.append(name, value);
  });
  const method = req.getCaseSensitiveMethod();
  const query = req.getQuery();
  const url = `http://${headers.get('host') || 'localhost'}${req.getUrl()}${query ? `?${query}` : ''}`;
  const { signal } = exchange.abort;
  if (BODYLESS.has(method)) return new Request(url, { method, headers, signal });
  return new Request(url, {
    method,
    headers,
    signal,
    body: bodyOf(exchange, maxBytes),
    duplex: 'half',
  } as RequestInit);
}

function writeHead(res: HttpResponse, response: Response): void {
  res.writeStatus(`${response.status} ${STATUS_CODES[response.status] ?? 'Status'}`);
  for (const [name, value] of response.headers) {
    if (name !== 'content-length') res.writeHeader(name, value);
  }
}

/** Waits until uWS takes more, or the client is gone. */
function writable({ res, abort }: Exchange): Promise<void> {
  return new Promise((resolve) => {
    abort.signal.addEventListener('abort', () => resolve(), { once: true });
    res.onWritable(() => {
      resolve();
      return true;
    });
  });
}

async function writeBody(
  exchange: Exchange,
  response: Response,
  body: ReadableStream<Uint8Array>,
): Promise<void> {
  const { res, abort } = exchange;
  const reader = body.getReader();
  abort.signal.addEventListener('abort', () => void reader.cancel().catch(() => {}), { once: true });
  let first = await reader.read();
  if (abort.signal.aborted) return;
  res.cork(() => writeHead(res, response));
  for (; !first.done; first = await reader.read()) {
    if (abort.signal.aborted) return;
    const { value } = first;
    let taken = true;
    res.cork(() => {
      taken = res.write(value);
    });
    if (!taken) await writable(exchange);
  }
  if (abort.signal.aborted) return;
  exchange.stopReading();
  res.cork(() => res.end());
}

async function respond(exchange: Exchange, request: Request, response: Response): Promise<void> {
  const { res, abort } = exchange;
  if (abort.signal.aborted) {
    await response.body?.cancel();
    return;
  }
  const isWhole =
    response.headers.has('content-length') || response.body === null || request.method === 'HEAD';
  if (!isWhole && response.body !== null) return writeBody(exchange, response, response.body);
  const length = Number(response.headers.get('content-length') ?? 0);
  const bytes = request.method === 'HEAD' ? undefined : await response.arrayBuffer();
  if (abort.signal.aborted) return;
  exchange.stopReading();
  res.cork(() => {
    writeHead(res, response);
    if (bytes === undefined) res.endWithoutBody(length);
    else res.end(bytes);
  });
}

interface Problem {
  readonly status: string;
  readonly body: string;
}

function problem(status: number, title: string, code: string): Problem {
  return { status: `${status} ${title}`, body: JSON.stringify({ type: 'about:blank', title, status, code }) };
}

const TOO_LARGE = problem(413, 'Payload Too Large', 'too_large');
const BAD_REQUEST = problem(400, 'Bad Request', 'invalid_request');
const BAD_METHOD = problem(405, 'Method Not Allowed', 'method_not_allowed');
const INTERNAL = problem(500, 'Internal Server Error', 'internal');

function sendProblem(exchange: Exchange, { status, body }: Problem, close = false): void {
  const { res, abort } = exchange;
  if (abort.signal.aborted) return;
  exchange.stopReading();
  res.cork(() => {
    res.writeStatus(status).writeHeader('content-type', 'application/problem+json');
    res.end(body, close);
  });
}

/** Whether reading a body failed because it was too large. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof BodyTooLarge || (error instanceof Error && error.cause instanceof BodyTooLarge);
}

/** Serves a `fetch` handler from uWebSockets.js: bounded bodies, streaming both ways with backpressure, aborts honoured. */
export function fetchBridge(options: FetchBridgeOptions) {
  const { fetch, maxBodyBytes, onError, exchanges = new Exchanges() } = options;
  const maxBytesAt = (path: string) => (typeof maxBodyBytes === 'number' ? maxBodyBytes : maxBodyBytes(path));
  return (res: HttpResponse, req: HttpRequest): void => {
    const exchange: Exchange = { res, abort: new AbortController(), stopReading: () => {} };
    res.onAborted(() => exchange.abort.abort());
    if (!METHODS.has(req.getCaseSensitiveMethod())) {
      sendProblem(exchange, BAD_METHOD);
      return;
    }
    let request: Request;
    try {
      request = requestOf(req, exchange, maxBytesAt(req.getUrl()));
    } catch {
      sendProblem(exchange, BAD_REQUEST);
      return;
    }
    const serve = async (): Promise<void> => respond(exchange, request, await fetch(request));
    const served = serve().catch((error: unknown) => {
      if (isTooLarge(error)) {
        sendProblem(exchange, TOO_LARGE, true);
        return;
      }
      onError(error);
      sendProblem(exchange, INTERNAL);
    });
    exchanges.add(served, () => {
      if (!exchange.abort.signal.aborted) res.close();
    });
  };
}
