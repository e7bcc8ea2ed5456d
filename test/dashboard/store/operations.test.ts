import { beforeEach, describe, expect, it } from 'vitest';
import { RestError } from '../../../server/dashboard/rest/rest-client.ts';
import { KeysStore } from '../../../server/dashboard/store/operations/keys-store.ts';
import { WebhooksStore } from '../../../server/dashboard/store/operations/webhooks-store.ts';
import { FakeRest } from '../fixtures/fake-rest.ts';

const KEY = { id: 'k1', name: 'door', role: 'moderator' };
let rest: FakeRest;

beforeEach(() => {
  rest = new FakeRest();
});

describe('the keys', () => {
  it('keep the text of a new one until it is put away', async () => {
    rest.answers.set('/v1/keys', { ...KEY, key: 'hc_secret', items: [KEY], nextCursor: null });
    const store = new KeysStore(rest);
    expect(await store.make({ name: ' door ', role: 'moderator', event: ' ' })).toBe(true);
    expect(rest.posted).toEqual([{ path: '/v1/keys', body: { name: 'door', role: 'moderator' } }]);
    expect(store.made.value?.key).toBe('hc_secret');
    expect(store.keys.value).toEqual([KEY]);
    store.putAway();
    expect(store.made.value).toBeNull();
  });

  it('say why one could not be deleted, and stay', async () => {
    rest.answers.set('/v1/keys', { items: [KEY], nextCursor: null });
    const store = new KeysStore(rest);
    await store.load();
    rest.failure = new RestError(503, 'unavailable', '-');
    expect(await store.remove('k1')).toBe(false);
    expect(store.asking.problem.value?.code).toBe('unavailable');
    expect(store.keys.value).toEqual([KEY]);
  });
});

describe('the deliveries of a webhook', () => {
  const delivery = (id: string, status: string) => ({ id, status, type: 'session.live' });

  it('are read page by page, and one that is sent again shows its new state', async () => {
    rest.answers.set('/v1/webhooks/w1/deliveries', (query: URLSearchParams) =>
      query.get('cursor') === 'c='
        ? { items: [delivery('m1', 'exhausted')], nextCursor: null }
        : { items: [delivery('m2', 'delivered')], nextCursor: 'c=' },
    );
    rest.answers.set('/v1/webhooks/w1/deliveries/m1/redeliver', delivery('m1', 'pending'));
    const store = new WebhooksStore(rest);
    await store.open('w1');
    expect(store.deliveries.value).toMatchObject({ items: [{ id: 'm2' }], next: 'c=', isLater: false });
    await store.older();
    expect(store.deliveries.value).toMatchObject({ items: [{ id: 'm1' }], next: null, isLater: true });
    await store.redeliver('m1');
    expect(store.deliveries.value?.items).toMatchObject([{ id: 'm1', status: 'pending' }]);
    await store.open('w1', 'exhausted');
    expect(rest.paths.at(-1)).toBe('/v1/webhooks/w1/deliveries?limit=50&status=exhausted');
  });
});
