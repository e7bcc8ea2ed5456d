import { beforeEach, describe, expect, it } from 'vitest';
import { RestError } from '../../../server/dashboard/rest/rest-client.ts';
import type { WebhookAnswer } from '../../../server/dashboard/rest/webhook-answers.ts';
import { KeysStore } from '../../../server/dashboard/store/operations/keys-store.ts';
import {
  changedWebhook,
  NEW_WEBHOOK,
  webhookDraftOf,
  webhookProblemOf,
  withType,
} from '../../../server/dashboard/store/operations/webhook-draft.ts';
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

const WEBHOOK: WebhookAnswer = {
  ...{ id: 'w1', url: 'https://a.example/in', description: 'door', organization: 'acme', event: 'e1' },
  ...{ types: ['session.live'], active: false, disabled: null, flavour: 'standard' },
  ...{ expiresAt: '2030-01-01T00:00:00.000Z', previousSecretUntil: null },
};

describe('the webhooks', () => {
  const store = () => {
    rest.answers.set('/v1/webhooks', { ...WEBHOOK, secret: 'whsec_1', items: [WEBHOOK], nextCursor: null });
    rest.answers.set('/v1/webhooks/w1', WEBHOOK);
    rest.answers.set('/v1/webhooks/w1/rotate', { ...WEBHOOK, secret: 'whsec_2' });
    return new WebhooksStore(rest);
  };

  it('show the secret of a new one until it is put away, and a later one', async () => {
    const webhooks = store();
    webhooks.begin();
    expect(await webhooks.save({ ...NEW_WEBHOOK, url: ' https://a.example ', event: 'e1' })).toBe(true);
    const details = { url: 'https://a.example', description: '', types: null, active: true };
    expect(rest.posted).toEqual([{ path: '/v1/webhooks', body: { ...details, event: 'e1' } }]);
    expect(webhooks.made.value?.secret).toBe('whsec_1');
    expect(webhooks.writing.value).toBeNull();
    webhooks.putAway();
    await webhooks.rotate('w1');
    expect(webhooks.made.value?.secret).toBe('whsec_2');
    await webhooks.remove('w1');
    expect(webhooks.made.value).toBeNull();
  });

  it('are changed in the version that was read, and keep their end', async () => {
    const webhooks = store();
    await webhooks.edit('w1');
    await webhooks.save(withType({ ...webhookDraftOf(WEBHOOK), active: true }, 'event.ended', true));
    const { url, description, expiresAt } = WEBHOOK;
    const types = ['session.live', 'event.ended'];
    const body = { url, description, expiresAt, types, active: true };
    expect(rest.replaced).toEqual([{ path: '/v1/webhooks/w1', version: '"7"', body }]);
  });

  it('of the Sequel contract keep what they are told of', () => {
    const changed = changedWebhook(webhookDraftOf(WEBHOOK), { ...WEBHOOK, flavour: 'sequel' });
    expect(changed).not.toHaveProperty('types');
  });

  it.each([
    ['https://', true, 'url'],
    ['ftp://a.example', true, 'url'],
    ['https://a.example', false, 'types'],
    ['http://hooks.internal/x', true, null],
  ] as const)('with the URL %s and everything %s: %s', (url, isToldAll, problem) => {
    expect(webhookProblemOf({ ...NEW_WEBHOOK, url, isToldAll })).toBe(problem);
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
    const store = new WebhooksStore(rest).deliveries;
    await store.open('w1');
    expect(store.shown.value).toMatchObject({ items: [{ id: 'm2' }], next: 'c=', isLater: false });
    await store.older();
    expect(store.shown.value).toMatchObject({ items: [{ id: 'm1' }], next: null, isLater: true });
    await store.redeliver('m1');
    expect(store.shown.value?.items).toMatchObject([{ id: 'm1', status: 'pending' }]);
    await store.open('w1', 'exhausted');
    expect(rest.paths.at(-1)).toBe('/v1/webhooks/w1/deliveries?limit=50&status=exhausted');
  });

  it('are asked for again where one was to be tried by now', async () => {
    const waiting = { ...delivery('m1', 'pending'), nextAttemptAt: '2030-01-01T12:00:00.000Z' };
    rest.answers.set('/v1/webhooks/w1/deliveries', { items: [waiting], nextCursor: null });
    const store = new WebhooksStore(rest).deliveries;
    await store.open('w1');
    await store.renew(Date.parse(waiting.nextAttemptAt) - 1);
    expect(rest.paths).toHaveLength(1);
    await store.renew(Date.parse(waiting.nextAttemptAt));
    expect(rest.paths).toHaveLength(2);
  });

  it('are not asked for any more once the webhook is on its way out', async () => {
    const waiting = { ...delivery('m1', 'pending'), nextAttemptAt: null };
    rest.answers.set('/v1/webhooks/w1/deliveries', { items: [waiting], nextCursor: null });
    const webhooks = new WebhooksStore(rest);
    await webhooks.deliveries.open('w1');
    const removed = webhooks.remove('w1');
    await Promise.all([removed, webhooks.deliveries.renew(0)]);
    expect(webhooks.deliveries.shown.value).toBeNull();
    expect(rest.paths.filter((path) => path.includes('/deliveries'))).toHaveLength(1);
  });
});
