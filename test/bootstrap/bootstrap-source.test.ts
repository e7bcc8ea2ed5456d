import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NodeTokens } from '../../server/bootstrap/node-tokens.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { request } from '../support/rest.ts';
import { mint, SECRET } from '../support/tokens.ts';
import { openSource, type Source } from './source.ts';

const PATH = '/v1/bootstrap';
const token = await new NodeTokens([SECRET]).sign();

/** When nothing is left of a copy, another can be had. */
async function untilFree(source: Source): Promise<void> {
  let status = 503;
  while (status === 503) ({ status } = await request(source.url, PATH, { token }));
  expect(status).toBe(200);
  expect((await readdir(source.folder)).filter((name) => name.includes('copy'))).toEqual([]);
}

test('a copy comes as a stream that says how large it is, and leaves nothing behind', async () => {
  const source = await openSource();
  const response = await fetch(source.url + PATH, { headers: { authorization: `Bearer ${token}` } });
  const body = await response.arrayBuffer();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/vnd.sqlite3');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-headcount-bytes')).toBe(String(body.byteLength));
  expect(Buffer.from(body).subarray(0, 15).toString()).toBe('SQLite format 3');
  await untilFree(source);
});

test.each(['attendee', 'moderator', 'operator', 'admin'])(
  'a token of the role %s gets none',
  async (role) => {
    const source = await openSource();
    const { status, json } = await request(source.url, PATH, { token: mint({ role }) });
    expect({ status, code: json.code }).toEqual({ status: 401, code: 'unauthorized' });
  },
);

test('a node’s token gets nothing else, and nobody gets a copy without one', async () => {
  const source = await openSource();
  expect((await request(source.url, '/v1/counters/session:s', { token })).status).toBe(401);
  expect((await request(source.url, PATH, { token, method: 'POST', body: {} })).status).toBe(401);
  expect((await request(source.url, PATH, {})).status).toBe(401);
});

test('who asks for the head makes no copy', async () => {
  const source = await openSource(() => ({ backup: () => Promise.reject(new Error('a copy was made')) }));
  expect((await request(source.url, PATH, { token, method: 'HEAD' })).status).toBe(200);
  expect(source.errors).toEqual([]);
});

test('one copy is made at a time', async () => {
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const source = await openSource((history) => ({
    backup: async (file) => {
      await held;
      await history.backup(file);
    },
  }));
  const first = request(source.url, PATH, { token });
  const second = await Promise.race([first, request(source.url, PATH, { token })]);
  expect({ status: second.status, code: second.json.code }).toEqual({ status: 503, code: 'unavailable' });
  goOn();
  expect((await first).status).toBe(200);
  await untilFree(source);
});

test('a copy that fails is removed, and another can be had', async () => {
  let isBroken = true;
  const source = await openSource((history) => ({
    backup: async (file) => {
      await history.backup(file);
      if (isBroken) throw new Error('the disk is full');
    },
  }));
  expect((await request(source.url, PATH, { token })).status).toBe(500);
  isBroken = false;
  await untilFree(source);
});

test('what a crash left of a copy is in nobody’s way', async () => {
  const source = await openSource();
  await writeFile(join(source.folder, 'bootstrap-copy.db'), 'half a copy');
  await untilFree(source);
});

test('who hangs up in the midst of a copy leaves nothing behind', async () => {
  const source = await openSource();
  for (let round = 0; round < 5; round++) {
    const raw = await RawSocket.open(source.port);
    raw.write(`GET ${PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await raw.untilLength(100_000);
    raw.socket.resetAndDestroy();
    await raw.closed;
    await untilFree(source);
  }
  expect(source.errors).toEqual([]);
});
