import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { PlainClient } from '../support/plain-client.ts';
import { exchange, handshake, RawSocket, statusOf } from '../support/raw-socket.ts';
import { SOON } from '../support/soon.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { newId } from '../support/test-client.ts';
import { FaultServer } from './server.ts';
import { canFail, FaultyDisk } from './shim/faulty-disk.ts';

const NO_LIMITS = { MAX_MESSAGES_PER_SECOND: '1000000', MAX_ACCEPTS_PER_SECOND: '1000000' };
const LATER = { timeout: 60_000, interval: 100 };

function canLimitFiles(): boolean {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.runIf(canFail)('a server', () => {
  it.each([
    ['is full', 'full'],
    ['hangs', 'syncsHang'],
  ] as const)(
    'near the end of its heap, behind a disk that %s, lets nobody new in, and who is in goes on',
    {
      timeout: 180_000,
    },
    async (_what, fault) => {
      const disk = new FaultyDisk();
      const server = await FaultServer.start({ ...disk.environment, ...NO_LIMITS }, [
        '--max-old-space-size=256',
      ]);
      const tenant = server.tenant();
      const witness = await tenant.enter('witness', 's1');
      const ann = await PlainClient.open(server.url);
      ann.send({ type: 'auth', token: tenant.token('ann') });
      await ann.welcome();
      await ann.join('s1');
      const acknowledged = new Set<string>();
      const refused = new Set<string>();
      ann.socket.removeAllListeners('message');
      ann.socket.on('message', (data) => {
        const { type, id, code } = JSON.parse(String(data)) as { type: string; id: string; code?: string };
        if (type === 'ack') acknowledged.add(id);
        else if (code === 'unavailable') refused.add(id);
      });

      disk.fail(fault);
      const data = { text: 'x'.repeat(3000) };
      let sent = 0;
      ann.beat(1, () => {
        if (ann.socket.bufferedAmount > 1e6) return;
        for (let count = 0; count < 50; count++)
          ann.send({ type: 'engage', id: `e${sent++}`, session: 's1', action: 'x.large', data });
      });
      const isFull = async () => {
        expect(await server.metric('headcount_out_of_room')).toBe(1);
        const answer = await exchange(server.port, handshake('/v1/ws'));
        expect(statusOf(answer)).toBe(503);
        expect(answer).toMatch(/retry-after: \d+/i);
        expect(await witness.request({ type: 'join', session: newId() })).toMatchObject({
          code: 'unavailable',
        });
      };
      await vi.waitFor(isFull, LATER);
      const before = refused.size;
      await vi.waitFor(() => expect(refused.size).toBeGreaterThan(before + 10_000), LATER);
      ann.fallSilent();
      expect((await tenant.counters('session:s1')).concurrent).toBe(2);

      disk.fail('none');
      await vi.waitFor(() => expect(acknowledged.size + refused.size).toBe(sent), LATER);
      await vi.waitFor(async () => expect(await server.metric('headcount_out_of_room')).toBe(0), LATER);
      expect(acknowledged.size).toBeGreaterThan(1000);
      expect((await tenant.counters('session:s1')).engagement).toEqual({ 'x.large': acknowledged.size });
      const bob = await tenant.enter('bob', 's1');
      expect((await bob.join('s1')).concurrent).toBe(3);
      expect((await server.program.stop()).code).toBe(0);
    },
  );
});

it.runIf(canLimitFiles())(
  'without file descriptors who is in stays, and others get in when there is room',
  async () => {
    const server = await FaultServer.start({ DATA_DIR: temporaryFolder() });
    const tenant = server.tenant();
    const ann = await tenant.enter('ann', 's1');
    await server.notReady();
    const files = () => readdirSync(`/proc/${server.program.pid}/fd`).length;
    const limit = files() + 8;
    execFileSync('prlimit', ['--pid', String(server.program.pid), `--nofile=${limit}:${limit}`]);
    const crowd = await Promise.all(Array.from({ length: 40 }, () => RawSocket.open(server.port)));
    onTestFinished(() => {
      for (const one of crowd) one.destroy();
    });
    await vi.waitFor(() => expect(files()).toBeGreaterThanOrEqual(limit), SOON);
    await ann.engage('s1', 'reaction', { reaction: 'clap' });
    expect(await ann.subscribe('session:s1')).toMatchObject({ concurrent: 1, engagement: { reaction: 1 } });
    const [room] = crowd;
    room?.write('GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await room?.until((text) => text.includes('headcount_connections 1'));
    for (const one of crowd) one.destroy();
    await vi.waitFor(() => expect(files()).toBeLessThan(limit - 4), SOON);
    const bob = await tenant.enter('bob', 's1');
    expect((await bob.join('s1')).concurrent).toBe(2);
    expect((await server.program.stop()).code).toBe(0);
  },
);

it('an event loop that is blocked ends nobody, and shows in the metrics', async () => {
  const server = await FaultServer.start({
    DATA_DIR: temporaryFolder(),
    HEARTBEAT_SECONDS: '0.3',
    TIMEOUT_SECONDS: '1',
  });
  const tenant = server.tenant();
  const people = await Promise.all(['ann', 'bob', 'cid'].map((name) => tenant.enter(name, 's1')));
  for (const person of people) person.beat(200);
  server.program.signal('SIGSTOP');
  await setTimeout(3000);
  server.program.signal('SIGCONT');
  await setTimeout(2000);
  expect(await tenant.counters('session:s1')).toMatchObject({ concurrent: 3, connections: 3 });
  expect(await tenant.movements('session:s1')).toEqual({ joins: 3, leaves: 0 });
  expect(await server.metric('nodejs_eventloop_lag_max_seconds')).toBeGreaterThan(2);
});

it('a thousand subscribers that never read are closed, and memory stays flat', {
  timeout: 300_000,
}, async () => {
  const server = await FaultServer.start({ DATA_DIR: temporaryFolder(), ...NO_LIMITS });
  const tenant = server.tenant();
  const desk = tenant.token('desk', { role: 'moderator' });
  const witness = await tenant.enter('witness', 's1');
  for (let index = 0; index < 40; index++)
    await witness.engage('s1', `x.${String(index).padStart(64, 'a')}`, {});
  const ask = Array.from({ length: 3000 }, () => '{"type":"subscribe","scope":"session:s1"}');
  const resident: number[] = [];
  for (let wave = 1; wave <= 20; wave++) {
    const slow = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const raw = await RawSocket.authenticated(server.port, desk);
        raw.socket.pause();
        for (const payload of ask) raw.send(JSON.parse(payload));
        return raw;
      }),
    );
    await vi.waitFor(
      async () => expect(await server.metric('headcount_slow_readers_total')).toBe(wave * 50),
      LATER,
    );
    for (const raw of slow) raw.destroy();
    resident.push(await server.metric('process_resident_memory_bytes'));
  }
  expect(await server.metric('headcount_connections')).toBe(1);
  expect((await witness.join('s1')).concurrent).toBe(1);
  const [third = 0, last = 0] = [resident[2], resident.at(-1)];
  expect(last / third).toBeLessThan(1.3);
});

it('a rejection that nobody handles is logged and ends the process', async () => {
  const code = "process.on('SIGUSR2', () => void Promise.reject(new Error('nobody handles this')))";
  const server = await FaultServer.start({ DATA_DIR: temporaryFolder() }, [
    '--import',
    `data:text/javascript,${encodeURIComponent(code)}`,
  ]);
  server.program.signal('SIGUSR2');
  const { code: exitCode, stdout } = await server.program.exit;
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/"level":60.*nobody handles this.*"msg":"unhandled rejection"/);
});

it.each([
  { PORT: '-1' },
  { PORT: '65536' },
  { HEARTBEAT_SECONDS: '0' },
  { TIMEOUT_SECONDS: '-1' },
  { TIMEOUT_SECONDS: '3601' },
  { RESUME_SECONDS: '-0.1' },
  { MAX_CONNECTIONS: '0' },
  { MAX_MESSAGE_BYTES: '65537' },
  { JWKS_URL: 'file:///etc/passwd' },
  { ALLOWED_ORIGINS: '*' },
  { LOG_LEVEL: 'loud' },
])('no bad setting ends the server by a signal: %j', async (settings) => {
  const { code, stderr } = await FaultServer.run({ DATA_DIR: temporaryFolder(), ...settings }).exit;
  expect(code).toBe(2);
  expect(stderr).toMatch(new RegExp(`^${Object.keys(settings)[0]} is [^\\n]+\\n$`));
});

it('the largest and smallest settings that are allowed start', async () => {
  for (const settings of [
    {
      TIMEOUT_SECONDS: '3600',
      HEARTBEAT_SECONDS: '1800',
      RESUME_SECONDS: '3600',
      MAX_MESSAGE_BYTES: '65536',
    },
    { TIMEOUT_SECONDS: '0.02', HEARTBEAT_SECONDS: '0.01', RESUME_SECONDS: '0', MAX_MESSAGE_BYTES: '256' },
  ]) {
    const server = await FaultServer.start({ DATA_DIR: temporaryFolder(), ...settings });
    await (await server.tenant().connect('ann')).join('s1');
    expect((await server.program.stop()).code).toBe(0);
  }
});
