import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { type Connection, type ConnectionState, type Counters, connect } from '../../client-sdk/src/index.ts';
import { freePort } from '../support/free-port.ts';
import { ServerProcess } from '../support/server-process.ts';
import { Tenant } from '../support/tenant.ts';
import { allItems } from './pages.ts';

const ORG = 'acme';

interface Place {
  readonly start: () => Promise<ServerProcess>;
  readonly tenant: Tenant;
  readonly url: string;
}

/** A port and a data folder that servers come and go on. */
async function place(): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), 'headcount-sdk-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = () =>
    ServerProcess.start({
      DATA_DIR: dataDir,
      PORT: String(port),
      HEARTBEAT_SECONDS: '0.5',
      HEARTBEAT_MAX_SECONDS: '0.5',
      TIMEOUT_SECONDS: '2',
    });
  return { start, url, tenant: new Tenant(url, ORG, 'plain') };
}

/** Resolves when the counters of a subscription fit. */
function countersThat(
  connection: Connection,
  scope: string,
  suits: (counters: Counters) => boolean,
): Promise<Counters> {
  return new Promise((resolve) => {
    const stop = connection.subscribe(scope, (counters) => {
      if (!suits(counters)) return;
      queueMicrotask(() => stop());
      resolve(counters);
    });
  });
}

it('joins, engages, watches and leaves on a real server', async () => {
  const { start, url, tenant } = await place();
  const server = await start();
  const ann = connect({ url, token: tenant.token('ann'), WebSocket });
  const desk = connect({ url, token: tenant.token('desk', { role: 'moderator' }), WebSocket });
  const errors: unknown[] = [];
  const feed = new Promise((resolve) => {
    desk.subscribe('session:keynote', () => {}, { feed: true, onEngagement: resolve });
  });
  expect(await ann.join('keynote')).toMatchObject({ concurrent: 1 });
  await countersThat(desk, 'session:keynote', ({ concurrent }) => concurrent === 1);
  await ann.engage('keynote', 'chat.message', { text: 'hello' });
  expect(await feed).toMatchObject({ action: 'chat.message', attendee: 'ann', data: { text: 'hello' } });
  await countersThat(desk, 'session:keynote', ({ engagement }) => engagement['chat.message'] === 1);
  await expect(ann.engage('keynote', 'no.such', {})).rejects.toMatchObject({ code: 'unknown_action' });
  await ann.leave('keynote');
  await countersThat(desk, 'session:keynote', ({ concurrent }) => concurrent === 0);
  await Promise.all([ann.close(), desk.close()]);
  expect(errors).toEqual([]);
  expect(await server.stop()).toBe(0);
});

it('comes back after its server was killed, in its sessions, with every engagement counted once', async () => {
  const { start, url, tenant } = await place();
  const first = await start();
  const states: ConnectionState['status'][] = [];
  const ann = connect({
    url,
    token: tenant.token('ann'),
    WebSocket,
    onStateChange: ({ status }) => states.push(status),
  });
  await ann.join('keynote', { mode: 'onDemand', position: () => 12 });
  await ann.engage('keynote', 'reaction', { reaction: 'clap' });
  await first.kill();
  const waiting = ['one', 'two', 'three'].map((id) =>
    ann.engage('keynote', 'reaction', { reaction: 'clap' }, { id }),
  );
  const second = await start();
  expect(await Promise.all(waiting)).toEqual(['one', 'two', 'three']);
  const counters = await countersThat(ann, 'session:keynote', ({ concurrent }) => concurrent === 1);
  expect(counters).toMatchObject({ byMode: { onDemand: 1 }, uniques: 1, engagement: { reaction: 4 } });
  expect(states).toContain('waiting');
  const slices = await allItems<{ endedBy: string | null }>(tenant, '/v1/sessions/keynote/slices');
  expect(slices.map(({ endedBy }) => endedBy)).toEqual(['crash', null]);
  await ann.close();
  expect(await second.stop()).toBe(0);
});

it('is told 4503 by a server that stops, which ends its slices and exits cleanly', async () => {
  const { start, url, tenant } = await place();
  const first = await start();
  const closed = new Promise<number>((resolve) => {
    const ann = connect({
      url,
      token: tenant.token('ann'),
      WebSocket,
      onStateChange: (state) => {
        if (state.status === 'waiting') {
          resolve(state.closeCode);
          void ann.close();
        }
      },
    });
    void ann.join('keynote').then(() => first.stop());
  });
  expect(await closed).toBe(4503);
  const second = await start();
  const [slice] = await allItems<{ endedBy: string }>(tenant, '/v1/sessions/keynote/slices');
  expect(slice?.endedBy).toBe('drop');
  await second.stop();
});
