import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { Pool } from 'undici';
import { obey } from './orders.ts';

/** What it is asked to post, and where to. */
export interface PostsWanted {
  readonly origin: string;
  readonly count: number;
  readonly inFlight: number;
  readonly body: string;
}

/** Posts with undici and nothing else: no queue, no file, no signature. */
async function post({ origin, count, inFlight, body }: PostsWanted): Promise<void> {
  const pool = new Pool(origin, { connections: inFlight });
  let begun = 0;
  const headers = { 'content-type': 'application/json' };
  const next = async (): Promise<void> => {
    while (begun++ < count) {
      const answer = await pool.request({ method: 'POST', path: '/hook', headers, body });
      await answer.body.dump();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, next));
  await pool.close();
}

const server = createServer((request, response) => {
  void json(request)
    .then((wanted) => post(wanted as PostsWanted))
    .then(() => response.end());
});
server.listen(0, '127.0.0.1', () => obey((server.address() as AddressInfo).port));
