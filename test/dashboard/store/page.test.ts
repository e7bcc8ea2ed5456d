import { describe, expect, it } from 'vitest';
import { RestError } from '../../../server/dashboard/rest/rest-client.ts';
import { TokenKeeper } from '../../../server/dashboard/sign-in/token-link.ts';
import { Page } from '../../../server/dashboard/store/page.ts';
import { ZoneChoice } from '../../../server/dashboard/store/zone-choice.ts';
import { counters, iso, TEN } from '../fixtures/counters.ts';
import { FakeLive } from '../fixtures/fake-live.ts';
import { FakeRest } from '../fixtures/fake-rest.ts';
import { memory } from '../fixtures/memory.ts';
import { fakeToken } from '../fixtures/token.ts';

const MINUTE = 60_000;
const TOKEN = fakeToken({ org: 'acme', event: 'demo', role: 'moderator' });

function opened(hash: string) {
  const links: { token: string; live: FakeLive }[] = [];
  const rest = new FakeRest();
  const storage = memory();
  const replaced: string[] = [];
  const time = { at: TEN };
  const address = {
    hash: () => hash,
    replace: (next: string) => {
      replaced.push(next);
      hash = next;
    },
    push: (next: string) => {
      hash = next;
      page.arrive();
    },
  };
  const connect = (token: string) => {
    const live = new FakeLive();
    links.push({ token, live });
    return live;
  };
  const page = new Page({
    address,
    tokens: new TokenKeeper(storage),
    connect,
    rest: () => rest,
    now: () => time.at,
    random: () => 0,
    zones: new ZoneChoice({ storage: memory(), reader: 'UTC' }),
  });
  page.arrive();
  const live = () => {
    const last = links.at(-1)?.live;
    if (!last) throw new Error('nothing was connected');
    return last;
  };
  const desk = () => {
    const view = page.view.value;
    if (view.kind !== 'desk') throw new Error(`the page shows ${view.kind}`);
    return view.desk;
  };
  return { page, links, rest, storage, replaced, live, desk, time, hash: () => hash };
}

describe('Page', () => {
  it('takes the token out of the address before it connects with it', () => {
    const { replaced, links, storage, hash } = opened(`#token=${TOKEN}&scope=event:demo`);
    expect(replaced).toEqual(['#scope=event:demo']);
    expect(hash()).not.toContain(TOKEN);
    expect(links.map(({ token }) => token)).toEqual([TOKEN]);
    expect([...storage.kept.values()]).toEqual([TOKEN]);
  });

  it('asks for a token when there is none, and keeps what the link wanted to show', () => {
    const { page } = opened('#scope=event:demo');
    expect(page.view.value).toEqual({ kind: 'signIn', problem: null, scope: 'event:demo' });
  });

  it('asks for a scope when only the token is known', () => {
    expect(opened(`#token=${TOKEN}`).page.view.value.kind).toBe('chooseScope');
  });

  it('connects with a pasted token and shows the scope', () => {
    const { page, live } = opened('');
    page.signIn(TOKEN, 'event:demo');
    expect(page.view.value.kind).toBe('desk');
    expect([...live().watched.keys()]).toEqual(['event:demo']);
  });

  it('goes from an event to a session over one connection, with one subscription at a time', () => {
    const { page, links, live } = opened(`#token=${TOKEN}&scope=event:demo`);
    page.go({ scope: 'session:s1', parent: 'event:demo' });
    expect(links).toHaveLength(1);
    expect([...live().watched.keys()]).toEqual(['session:s1']);
  });

  it('asks for a new token, and forgets the old one, when the server refuses it', () => {
    const { page, live, storage } = opened(`#token=${TOKEN}&scope=event:demo`);
    live().become({ kind: 'refused', reason: 'token' });
    expect(page.view.value).toEqual({ kind: 'signIn', problem: 'refused', scope: 'event:demo' });
    expect(storage.kept.size).toBe(0);
    expect(live().closed).toBe(true);
  });

  it('says that the server has closed the connection for good', () => {
    const { page, live } = opened(`#token=${TOKEN}&scope=event:demo`);
    live().become({ kind: 'refused', reason: 'notAllowed' });
    expect(page.view.value).toMatchObject({ kind: 'signIn', problem: 'closed' });
  });

  it('asks for a new token when REST finds it expired', async () => {
    const { page, rest, live } = opened(`#token=${TOKEN}&scope=event:demo`);
    live().send(counters());
    rest.failure = new RestError(401, 'unauthorized', '');
    await page.tick();
    expect(page.view.value).toMatchObject({ kind: 'signIn', problem: 'refused' });
  });

  it('takes a new token from a link that is opened in the same tab', () => {
    const { page, links } = opened(`#token=${TOKEN}&scope=event:demo`);
    const other = fakeToken({ org: 'other' });
    page.go({ scope: 'event:demo', parent: null });
    expect(links).toHaveLength(1);
    page.signIn(other, 'organization:other');
    expect(links.map(({ token }) => token)).toEqual([TOKEN, other]);
    expect(links[0]?.live.closed).toBe(true);
  });

  it('forgets everything on signing out', () => {
    const { page, storage, live } = opened(`#token=${TOKEN}&scope=event:demo`);
    page.signOut();
    expect(page.view.value.kind).toBe('signIn');
    expect(storage.kept.size).toBe(0);
    expect(live().closed).toBe(true);
  });
});

describe('ScopeDesk', () => {
  it("asks for history by the server's time, which the first figures bring", async () => {
    const { page, rest, live } = opened(`#token=${TOKEN}&scope=event:demo`);
    await page.tick();
    expect(rest.asked).toEqual([]);
    live().become({ kind: 'open' });
    live().send(counters({ at: iso(TEN + 3 * 86_400_000) }));
    await page.tick();
    expect(rest.asked).toEqual([
      { from: TEN + 3 * 86_400_000 - 10 * 60 * MINUTE, to: TEN + 3 * 86_400_000 + MINUTE },
    ]);
  });

  it('asks for history without figures when they do not come', async () => {
    const { page, rest } = opened(`#token=${TOKEN}&scope=event:demo`);
    for (let tick = 0; tick < 4; tick += 1) await page.tick();
    expect(rest.asked).toHaveLength(1);
  });

  it('compares the figure with five minutes ago, and follows it', async () => {
    const { page, rest, live, desk } = opened(`#token=${TOKEN}&scope=event:demo`);
    rest.minutes.set(TEN - 5 * MINUTE, { average: 10 });
    rest.through = TEN;
    live().send(counters({ concurrent: 14 }));
    await page.tick();
    await page.tick();
    expect(desk().change.value).toEqual({ by: 4, since: TEN - 5 * MINUTE });
    live().send(counters({ concurrent: 9 }));
    expect(desk().change.value?.by).toBe(-1);
  });

  it('asks for what it missed at once when the link is back', async () => {
    const { page, rest, live, time } = opened(`#token=${TOKEN}&scope=event:demo`);
    rest.through = TEN;
    live().become({ kind: 'open' });
    live().send(counters());
    await page.tick();
    live().become({ kind: 'away' });
    time.at = TEN + 20_000;
    live().become({ kind: 'open' });
    live().send(counters({ at: iso(time.at) }));
    await page.tick();
    expect(rest.asked.map(({ from }) => from)).toEqual([TEN - 10 * 60 * MINUTE, TEN - 5 * MINUTE]);
  });

  it('shows the same desk on the wall, and lets go of it for the history', () => {
    const { page, live, desk } = opened(`#token=${TOKEN}&scope=event:demo`);
    const shown = desk();
    page.go({ scope: 'event:demo', parent: null, view: 'wall' });
    expect(page.view.value).toMatchObject({ kind: 'wall', desk: shown });
    page.go({ scope: 'event:demo', parent: null });
    expect(desk()).toBe(shown);
    page.go({ scope: 'event:demo', parent: null, view: 'history', query: { range: 'week' } });
    expect(page.view.value).toMatchObject({ kind: 'scopeView', place: { query: { range: 'week' } } });
    expect([...live().watched]).toEqual([]);
  });

  it('asks for another token when a view was told that this one is good no more', () => {
    const { page } = opened(`#token=${TOKEN}&scope=event:demo&view=history`);
    page.refuseToken();
    expect(page.view.value).toMatchObject({ kind: 'signIn', problem: 'refused', scope: 'event:demo' });
  });

  it('lists the sessions of an event, and none for other scopes', async () => {
    const { page, rest, live, desk } = opened(`#token=${TOKEN}&scope=event:demo`);
    rest.items = [{ id: 's1', title: 'Keynote' }];
    live().send(counters());
    await page.tick();
    expect(desk().sessions?.items.value).toEqual([{ id: 's1', title: 'Keynote' }]);
    page.go({ scope: 'session:s1', parent: 'event:demo' });
    expect(desk().sessions).toBeNull();
  });

  it('learns the titles of a session and of the event that it was reached from', async () => {
    const { page, rest, live, desk } = opened(`#token=${TOKEN}&scope=session:s1&in=event:demo`);
    rest.items = [{ id: 's1', title: 'Keynote' }];
    expect(desk().titles.of('session:s1')).toBe('s1');
    live().send(counters({ scope: 'session:s1' }));
    await page.tick();
    await page.tick();
    expect(desk().titles.of('session:s1')).toBe('Keynote');
    expect(desk().titles.of('event:demo')).toBe('Demo event');
  });
});
