import { describe, expect, it } from 'vitest';
import { RestError } from '../../../../server/dashboard/rest/rest-client.ts';
import { MAX_LINES } from '../../../../server/dashboard/store/session/chat-lines.ts';
import { ChatStore } from '../../../../server/dashboard/store/session/chat-store.ts';
import { iso, TEN } from '../../fixtures/counters.ts';
import { SessionWorld } from '../../fixtures/session-world.ts';

function said(id: string, over: object = {}) {
  return {
    id,
    at: iso(TEN),
    attendee: 'ann',
    name: 'Ann',
    channel: 'event',
    text: `text ${id}`,
    deleted: false,
    ...over,
  };
}

function opened() {
  const world = new SessionWorld();
  const store = new ChatStore(world.ports);
  const shown = () => store.lines.value?.map(({ id, name, text }) => [id, name, text]);
  return { world, store, shown };
}

describe('ChatStore', () => {
  it('begins with what REST gives, and looks back further while that is little', async () => {
    const { world, store, shown } = opened();
    world.list('chat', [said('m1')]);
    await store.tick();
    expect(shown()).toEqual([['m1', 'Ann', 'text m1']]);
    const froms = world.rest.paths.map((path) => new URLSearchParams(path.split('?')[1]).get('from'));
    expect(froms).toEqual([iso(TEN - 600_000), iso(TEN - 3_600_000), iso(TEN - 86_400_000), null]);
  });

  it('shows what the feed brings at once in one go, and its name when REST has said it', async () => {
    const { world, store, shown } = opened();
    world.list('chat', []);
    await store.tick();
    store.take(world.engagement('m1', 'chat.message', { text: 'one' }));
    store.take(world.engagement('m2', 'chat.message', { text: 'two' }));
    expect(world.put).toHaveLength(1);
    world.runPut();
    expect(shown()).toEqual([
      ['m1', undefined, 'one'],
      ['m2', undefined, 'two'],
    ]);
    world.list('chat', [said('m1', { text: 'one' }), said('m2', { text: 'two', name: null })]);
    world.clock.at += 2_000;
    await store.tick();
    expect(shown()).toEqual([
      ['m1', 'Ann', 'one'],
      ['m2', null, 'two'],
    ]);
  });

  it('takes texts away that are deleted, also when an older answer comes afterwards', async () => {
    const { world, store, shown } = opened();
    world.list('chat', [said('m1')]);
    await store.tick();
    store.take(world.engagement('d1', 'chat.delete', { message: 'm1' }));
    expect(shown()).toEqual([['m1', 'Ann', null]]);
    world.clock.at += 2_000;
    store.reload();
    await store.tick();
    expect(shown()).toEqual([['m1', 'Ann', null]]);
  });

  it('does not show a message whose deletion came before it', async () => {
    const { world, store, shown } = opened();
    world.list('chat', []);
    await store.tick();
    store.take(world.engagement('d1', 'chat.delete', { message: 'm1' }));
    store.take(world.engagement('m1', 'chat.message', { text: 'one' }));
    world.runPut();
    expect(shown()).toEqual([['m1', undefined, null]]);
  });

  it('deletes over the socket', async () => {
    const { world, store, shown } = opened();
    world.list('chat', [said('m1')]);
    await store.tick();
    await store.delete('m1');
    expect(world.engaged).toEqual([{ action: 'chat.delete', data: { message: 'm1' } }]);
    expect(shown()).toEqual([['m1', 'Ann', null]]);
  });

  it('keeps the newest only, however many there are', async () => {
    const { world, store } = opened();
    const page = Array.from({ length: MAX_LINES + 3 }, (_, index) =>
      said(`m${index}`, { at: iso(TEN + index) }),
    );
    world.list('chat', page);
    await store.tick();
    expect(store.lines.value).toHaveLength(MAX_LINES);
    expect(store.lines.value?.[0]?.id).toBe('m3');
  });

  it('asks for the whole end again after a failure', async () => {
    const { world, store, shown } = opened();
    world.rest.failure = new RestError(503, 'unavailable', '');
    await store.tick();
    expect([store.lines.value, store.problem.value?.code]).toEqual([null, 'unavailable']);
    world.rest.failure = null;
    world.list('chat', [said('m1')]);
    world.clock.at += 3_000;
    await store.tick();
    expect(shown()).toHaveLength(1);
  });
});
