import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type BootstrapOptions, bootstrapHistory } from '../../server/bootstrap/bootstrap-history.ts';
import { NodeTokens } from '../../server/bootstrap/node-tokens.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { ROOM, T0 } from '../storage/history/batches.ts';
import { temporaryFile } from '../storage/sqlite/temporary-file.ts';
import { quietPort } from '../support/quiet-port.ts';
import { serveApi } from '../support/serve-api.ts';
import { SECRET } from '../support/tokens.ts';
import { openSource } from './source.ts';

interface Attempts {
  readonly file: string;
  readonly failures: string[];
  readonly waits: number[];
  run(url: string, options?: Partial<BootstrapOptions>): Promise<void>;
}

/** A node that tries to get a history, without waiting. */
async function attempts(): Promise<Attempts> {
  const file = await temporaryFile('headcount.db');
  const failures: string[] = [];
  const waits: number[] = [];
  return {
    file,
    failures,
    waits,
    run: (url, options) =>
      bootstrapHistory({
        url,
        file,
        tokens: new NodeTokens([SECRET]),
        signal: AbortSignal.timeout(20_000),
        onFailure: (error) => failures.push(String(error)),
        wait: async (ms) => waits.push(ms),
        ...options,
      }),
  };
}

/** Tries so many times, then gives up. */
function giveUpAfter(times: number, tried: Attempts): Partial<BootstrapOptions> {
  const abort = new AbortController();
  const onFailure = (error: unknown) => {
    tried.failures.push(String(error));
    if (tried.failures.length === times) abort.abort(new Error('enough'));
  };
  return { signal: abort.signal, onFailure };
}

test('a history comes over and can be opened, and what stood in its place is gone', async () => {
  const source = await openSource();
  const tried = await attempts();
  for (const suffix of ['', '-wal', '-shm']) await writeFile(tried.file + suffix, 'old');
  await tried.run(source.url);
  expect(await readdir(dirname(tried.file))).toEqual(['headcount.db']);
  const history = createSqliteHistory({ file: tried.file });
  onTestFinished(() => history.close());
  expect((await history.open()).time).toBe(T0);
  expect((await history.engagementTotals({ session: ROOM }))[0]?.count).toBe(3000);
  expect(tried.failures).toEqual([]);
});

test('it is tried again, after longer and longer, until it works', async () => {
  const source = await openSource();
  const answers = [503, 500, 404, 503, 503, 503, 503];
  const served = await serveApi((request) => {
    const status = answers.shift();
    if (status !== undefined) return new Response('{"code":"some"}', { status });
    return fetch(source.url + new URL(request.url).pathname, { headers: request.headers }).then(
      (response) => new Response(response.body, response),
    );
  });
  const tried = await attempts();
  await tried.run(`${served.url}/`);
  expect(tried.failures).toHaveLength(7);
  expect(tried.failures[0]).toBe(`BootstrapError: ${served.url}/v1/bootstrap answered 503: {"code":"some"}`);
  for (const [index, longest] of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000].entries()) {
    expect(tried.waits[index]).toBeGreaterThanOrEqual(longest / 2);
    expect(tried.waits[index]).toBeLessThanOrEqual(longest);
  }
});

test('another secret is refused with a hint', async () => {
  const source = await openSource();
  const tried = await attempts();
  const tokens = new NodeTokens(['another-secret-of-at-least-32-bytes!!']);
  await expect(tried.run(source.url, { tokens, ...giveUpAfter(1, tried) })).rejects.toThrow('enough');
  expect(tried.failures[0]).toMatch(/answered 401 \(do both nodes have the same JWT_SECRET and time\?\)/);
});

test('a node that is not there is named', async () => {
  const port = quietPort();
  const tried = await attempts();
  await expect(tried.run(`http://127.0.0.1:${port}`, giveUpAfter(1, tried))).rejects.toThrow('enough');
  expect(tried.failures[0]).toContain(`http://127.0.0.1:${port}/v1/bootstrap cannot be reached: `);
});

test.each([
  ['is cut off', 4096, 'x-headcount-bytes', 'broken off after 4096 of 8192 bytes'],
  ['does not say its length', 8192, 'x-other', 'broken off after 8192 of unknown bytes'],
  ['is no database', 8192, 'x-headcount-bytes', 'the file is no sound SQLite database'],
])('a copy that %s never takes the place of what is there', async (_, sent, header, message) => {
  const served = await serveApi(
    () => new Response(new Blob([new Uint8Array(sent).fill(7)]).stream(), { headers: { [header]: '8192' } }),
  );
  const tried = await attempts();
  await writeFile(tried.file, 'mine');
  await expect(tried.run(served.url, giveUpAfter(2, tried))).rejects.toThrow('enough');
  expect(tried.failures).toEqual([expect.stringContaining(message), expect.stringContaining(message)]);
  expect(await readFile(tried.file, 'utf8')).toBe('mine');
  expect(await readdir(dirname(tried.file))).toEqual(['headcount.db']);
});

test('who stops it in the midst of a copy stops it at once, and nothing is left', async () => {
  const abort = new AbortController();
  const served = await serveApi(
    () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            controller.enqueue(new Uint8Array(1000));
            abort.abort(new Error('the server stops'));
            return new Promise(() => {});
          },
        }),
      ),
  );
  const tried = await attempts();
  await expect(tried.run(served.url, { signal: abort.signal })).rejects.toThrow('the server stops');
  expect(tried.failures).toEqual([]);
  expect(await readdir(dirname(tried.file))).toEqual([]);
});
