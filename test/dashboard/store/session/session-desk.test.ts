import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { LiveScopes } from '../../../../server/dashboard/store/live-scopes.ts';
import { SessionDesk } from '../../../../server/dashboard/store/session/session-desk.ts';
import { TestClock } from '../../fixtures/clock.ts';
import { iso, TEN } from '../../fixtures/counters.ts';
import { FakeLive } from '../../fixtures/fake-live.ts';
import { FakeRest } from '../../fixtures/fake-rest.ts';

const EMPTY = { items: [], nextCursor: null };
const PATHS = ['chat', 'polls', 'questions'].map((name) => `/v1/sessions/s1/${name}`);

function opened() {
  const clock = new TestClock(TEN);
  const port = new FakeLive();
  const rest = new FakeRest();
  for (const path of [...PATHS, '/v1/present/session:s1']) rest.answers.set(path, EMPTY);
  rest.answers.set('/v1/series/session:s1', { dataThrough: iso(TEN), points: [] });
  rest.answers.set('/v1/sessions/s1', { id: 's1', live: true, ended: false, replay: false });
  const live = new LiveScopes(port, clock.server);
  const { view } = live.watch('session:s1');
  const now = signal(TEN);
  const session = new SessionDesk({
    page: { clock: clock.server, now },
    account: { live, rest },
    desk: {
      parts: { kind: 'session', id: 's1' },
      view,
      counters: signal(null),
      startOfDay: () => TEN - 36_000_000,
    },
    random: () => 0.5,
    later: (run) => run(),
  });
  const pass = async (seconds: number) => {
    clock.at += seconds * 1000;
    now.value = clock.at;
    await session.tick();
  };
  const asked = (path: string) => rest.paths.filter((each) => each.split('?')[0] === path).length;
  return { port, rest, session, pass, asked };
}

describe('SessionDesk', () => {
  it('follows the feed before it asks, and gives each panel what is its own', async () => {
    const { port, session, pass } = opened();
    expect([...port.followed.keys()]).toEqual(['s1']);
    await pass(1);
    const facts = { session: 's1', attendee: 'ann', at: iso(TEN) };
    port.happen({ type: 'engagement', id: 'm1', action: 'chat.message', data: { text: 'Hello' }, ...facts });
    expect(session.chat.lines.value).toMatchObject([{ id: 'm1', text: 'Hello' }]);
  });

  it('asks for everything again when the link came back or the feed left something out', async () => {
    const { port, pass, asked } = opened();
    await pass(0);
    const before = asked('/v1/sessions/s1/polls');
    port.become({ kind: 'open' });
    await pass(2);
    port.followed.get('s1')?.onLeftOut();
    await pass(2);
    expect(asked('/v1/sessions/s1/polls') - before).toBe(2);
  });

  it('has the curves of both modes beside that of all', async () => {
    const { rest, session, pass } = opened();
    await pass(0);
    expect(Object.keys(session.seconds)).toEqual(['all', 'live', 'onDemand']);
    for (const mode of ['live', 'onDemand'])
      expect(rest.paths.some((path) => path.includes('step=second') && path.includes(`mode=${mode}`))).toBe(
        true,
      );
    expect(session.minutes.onDemand.curve.value).not.toBeNull();
  });

  it('leaves the feed and asks no more when it is closed', async () => {
    const { port, rest, session } = opened();
    await session.tick();
    session.close();
    const before = rest.paths.length;
    port.become({ kind: 'open' });
    expect(port.followed.size).toBe(0);
    expect(rest.paths).toHaveLength(before);
  });
});
