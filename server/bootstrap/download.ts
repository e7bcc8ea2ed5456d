import { open } from 'node:fs/promises';
import { BYTES_HEADER } from './bytes-header.ts';

/** Another node gave no history; the message says which and why. */
class BootstrapError extends Error {
  override readonly name = 'BootstrapError';
}

export interface Download {
  readonly url: string;
  readonly token: string;
  /** Must not exist yet. */
  readonly toFile: string;
  readonly signal: AbortSignal;
}

/**
 * Loads the history of another node into a file, which is complete and on disk afterwards.
 * @throws BootstrapError
 */
export async function download({ url, token, toFile, signal }: Download): Promise<void> {
  const address = new URL('v1/bootstrap', url.endsWith('/') ? url : `${url}/`);
  const response = await ask(address, token, signal);
  if (!response.ok || response.body === null) throw await refusal(address, response);
  const bytes = await write(response.body, toFile).catch((error: unknown) => {
    throw new BootstrapError(`${address}: broken off: ${reasonOf(error)}`, { cause: error });
  });
  const expected = response.headers.get(BYTES_HEADER);
  if (String(bytes) !== expected)
    throw new BootstrapError(`${address}: broken off after ${bytes} of ${expected ?? 'unknown'} bytes`);
}

async function ask(address: URL, token: string, signal: AbortSignal): Promise<Response> {
  try {
    // A redirect would carry the token elsewhere.
    return await fetch(address, { headers: { authorization: `Bearer ${token}` }, redirect: 'error', signal });
  } catch (error) {
    throw new BootstrapError(`${address} cannot be reached: ${reasonOf(error)}`, { cause: error });
  }
}

/** `fetch` itself only says that it failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

const MAX_PROBLEM_LENGTH = 500;

async function refusal(address: URL, response: Response): Promise<BootstrapError> {
  const text = (await response.text().catch(() => '')).slice(0, MAX_PROBLEM_LENGTH);
  const hint = response.status === 401 ? ' (do both nodes have the same JWT_SECRET and time?)' : '';
  return new BootstrapError(`${address} answered ${response.status}${hint}: ${text}`);
}

async function write(body: ReadableStream<Uint8Array>, toFile: string): Promise<number> {
  const handle = await open(toFile, 'wx', 0o600);
  try {
    let bytes = 0;
    for await (const chunk of body) {
      await handle.writeFile(chunk);
      bytes += chunk.byteLength;
    }
    await handle.sync();
    return bytes;
  } finally {
    await handle.close();
  }
}
