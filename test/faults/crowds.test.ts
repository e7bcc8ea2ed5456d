import { expect, test } from 'vitest';
import { SOON } from '../support/soon.ts';
import { newId } from '../support/test-client.ts';
import { useTestServer } from '../support/test-server.ts';

const TABS = 500;
const SESSIONS = 2000;
const AT_ONCE = 100;

const server = useTestServer({
  MAX_ACCEPTS_PER_SECOND: 1_000_000,
  MAX_SESSIONS_PER_CONNECTION: SESSIONS,
  MAX_MESSAGES_PER_SECOND: 1_000_000,
  LOG_LEVEL: 'warn',
});

test('an attendee with 500 tabs is one, and is gone with the last', async () => {
  const tenant = server.tenant();
  const tabs = [];
  while (tabs.length < TABS)
    tabs.push(...(await Promise.all(Array.from({ length: AT_ONCE }, () => tenant.enter('ann', 's1')))));
  await tenant.settled();
  expect(await tenant.counters('session:s1')).toMatchObject({ concurrent: 1, connections: TABS, uniques: 1 });
  const [last, ...others] = tabs;
  for (const tab of others) tab.close();
  await expect.poll(async () => (await tenant.counters('session:s1')).connections, SOON).toBe(1);
  expect((await tenant.counters('session:s1')).concurrent).toBe(1);
  await last?.leave('s1');
  expect(await tenant.counters('session:s1')).toMatchObject({ concurrent: 0, connections: 0 });
  expect(await tenant.slices('s1')).toHaveLength(1);
});

test('people of thirty countries are the ten largest and the others', async () => {
  const tenant = server.tenant();
  const codes =
    'DE FR IT ES PT NL BE LU AT CH PL CZ SK HU RO BG GR SE NO FI DK IE IS EE LV LT SI HR RS UA'.split(' ');
  for (const [index, country] of codes.entries()) {
    const people = index < 10 ? [1, 2] : [1];
    for (const person of people) await tenant.enter(`${country}-${person}`, 's1', { country });
  }
  const { byCountry } = await tenant.counters('session:s1');
  expect(byCountry).toEqual({
    ...Object.fromEntries(codes.slice(0, 10).map((code) => [code, 2])),
    other: 20,
  });
});

test('heartbeats of who is in no session bring nobody into one', async () => {
  const tenant = server.tenant();
  await tenant.enter('bob', 's1');
  const ann = await tenant.connect('ann');
  const beats = () => {
    ann.send('h');
    ann.send({ type: 'heartbeat', positions: { s1: 5 } });
  };
  beats();
  await ann.join('s2');
  beats();
  await ann.leave('s2');
  beats();
  expect(await ann.refusal({ type: 'leave', session: 's1', id: newId() })).toBe('not_joined');
  expect((await tenant.counters('session:s1')).concurrent).toBe(1);
  expect((await tenant.counters('session:s2')).concurrent).toBe(0);
  expect(await tenant.slices('s1')).toMatchObject([{ attendee: 'bob' }]);
});

test('a time that a client says is not looked at', async () => {
  const tenant = server.tenant();
  const from = Date.now() - 2000;
  for (const [index, time] of [-1, 0, 1e15, '2100-01-01T00:00:00Z', Date.now() + 86_400_000].entries()) {
    const said = { at: time, time, timestamp: time, serverTime: time };
    const ann = await tenant.connect(`p${index}`);
    await ann.join('s1', said);
    ann.send({ type: 'heartbeat', ...said });
    await ann.ask(
      { type: 'engage', id: newId(), session: 's1', action: 'reaction', data: { reaction: 'clap' }, ...said },
      'ack',
    );
  }
  const { items } = (await tenant.call('/v1/sessions/s1/engagements')).json;
  const times = [
    ...(items as { at: string }[]).map(({ at }) => at),
    ...(await tenant.slices('s1')).map(({ start }) => start),
  ].map((at) => Date.parse(at));
  expect(times).toHaveLength(10);
  for (const at of times) {
    expect(at).toBeGreaterThan(from);
    expect(at).toBeLessThan(Date.now() + 2000);
  }
});

test('the metrics are as many with two thousand sessions as with one', async () => {
  const tenant = server.tenant();
  const ann = await tenant.enter('ann', 'first');
  const lines = async () => (await server.call('/metrics')).text.split('\n').length;
  const before = await lines();
  await Promise.all(Array.from({ length: SESSIONS - 1 }, (_, index) => ann.join(`session-${index}`)));
  expect(await lines()).toBe(before);
});
