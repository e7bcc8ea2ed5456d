import { expect, test } from 'vitest';
import type { History, WebhookAttempt } from '../../../storage/types.ts';
import { attendeePut, batchAt, ORG, T0 } from './batches.ts';
import { type MakeStore, withCatalogue } from './opened.ts';

const DAY_MS = 86_400_000;
const OTHER = 77;

function attempt(parts: Partial<WebhookAttempt> = {}): WebhookAttempt {
  return {
    ...{ endpoint: 'e1', message: 'msg_1', sequence: 1, page: 1, tenant: ORG, organization: ORG },
    ...{ attendee: null, hasPeople: false, readAt: T0, at: T0, tookMs: 12 },
    ...{ url: 'https://hooks.example/', headers: { 'webhook-id': 'msg_1' }, body: '{"ü":1}' },
    ...{ status: 500, failure: null, answer: 'no' },
    ...parts,
  };
}

const messages = async (history: History, endpoint = 'e1') =>
  (await history.attempts({ endpoint, limit: 999 })).map(({ message }) => message);

const bodies = async (history: History) =>
  (await history.attempts({ endpoint: 'e1', limit: 999 })).map(({ message, body, answer }) => [
    message,
    `${body}${answer}`,
  ]);

export function webhookAttemptTests(makeStore: MakeStore): void {
  test('come latest first, as they were written, of the endpoint and the message asked for', async () => {
    const history = await withCatalogue(makeStore);
    const lost = attempt({ message: 'msg_2', status: null, failure: 'timeout', answer: '' });
    await history.keepAttempts([attempt(), lost, attempt({ endpoint: 'e2' }), attempt({ at: T0 + 1 })]);
    await history.keepAttempts([]);
    const rows = await history.attempts({ endpoint: 'e1', limit: 9 });
    expect(rows).toEqual([
      { key: 4, ...attempt({ at: T0 + 1 }) },
      { key: 2, ...lost },
      { key: 1, ...attempt() },
    ]);
    const ofMessage = await history.attempts({ endpoint: 'e1', message: 'msg_1', before: 4, limit: 9 });
    expect(ofMessage.map(({ key }) => key)).toEqual([1]);
    expect(await history.attempts({ endpoint: 'e1', limit: 1 })).toHaveLength(1);
  });

  test('are kept up to a hundred of an endpoint, and for a week', async () => {
    const history = await withCatalogue(makeStore);
    await history.keepAttempts([attempt({ endpoint: 'e2' })]);
    const many = Array.from({ length: 150 }, (_, index) => attempt({ message: `msg_${index}` }));
    await history.keepAttempts(many.slice(0, 120));
    await history.keepAttempts(many.slice(120));
    expect(await messages(history)).toEqual(
      many
        .slice(50)
        .map(({ message }) => message)
        .reverse(),
    );
    expect(await messages(history, 'e2')).toHaveLength(1);
    await history.keepAttempts([attempt({ endpoint: 'e3', at: T0 + 7 * DAY_MS + 1 })]);
    expect(await messages(history)).toEqual([]);
  });

  test('say nothing of somebody who was erased, before they were written or after', async () => {
    const history = await withCatalogue(makeStore);
    const put = [attendeePut({ id: 'ann' }), attendeePut({ id: 'bob' })];
    await history.commit(batchAt(T0, { attendees: put }));
    const keyOf = async (id: string) => (await history.attendee({ tenant: ORG, id }))?.key ?? 0;
    const [ann, bob] = [await keyOf('ann'), await keyOf('bob')];
    const sent = [
      attempt({ message: 'of ann', attendee: ann, hasPeople: true }),
      attempt({ message: 'of bob', attendee: bob, hasPeople: true }),
      attempt({ message: 'of many', hasPeople: true }),
      attempt({ message: 'of nobody' }),
      attempt({ message: 'of others', hasPeople: true, tenant: OTHER }),
    ];
    await history.keepAttempts(sent);
    const erased = {
      kind: 'erased',
      tenant: ORG,
      attendee: 'ann',
      pseudonym: 'erased-1',
      hash: 'h',
    } as const;
    await history.commit(batchAt(T0 + 2, { erasures: [{ ...erased, at: T0 + 2 }] }));
    const text = '{"ü":1}no';
    const after = [
      ['of others', text],
      ['of nobody', text],
      ['of many', ''],
      ['of bob', text],
      ['of ann', ''],
    ];
    expect(await bodies(history)).toEqual(after);
    await history.keepAttempts([
      attempt({ message: 'late', hasPeople: true, readAt: T0 + 1 }),
      attempt({ message: 'new', hasPeople: true, readAt: T0 + 2 }),
    ]);
    expect(await bodies(history)).toEqual([['new', text], ['late', ''], ...after]);
  });

  test('go with what was kept of the people of an organization', async () => {
    const history = await withCatalogue(makeStore);
    await history.keepAttempts([
      attempt({ message: 'old' }),
      attempt({ message: 'other', organization: OTHER }),
      attempt({ message: 'new', at: T0 + DAY_MS }),
    ]);
    const wish = { tenant: ORG, organization: ORG, parents: [], before: T0 + DAY_MS, salt: 's' };
    const purged = {
      kind: 'purged',
      ...wish,
      scope: 'personal',
      keepAggregates: true,
      at: T0 + DAY_MS,
    } as const;
    await history.commit(batchAt(T0 + DAY_MS, { purges: [purged] }));
    expect(await messages(history)).toEqual(['new', 'other']);
    const deleted = { kind: 'deleted', at: T0, tenant: ORG, parents: [ORG], id: 'acme' } as const;
    await history.commit(
      batchAt(T0 + DAY_MS + 1, { deleted: [{ ...deleted, scopeKind: 'organization', scope: ORG }] }),
    );
    expect(await messages(history)).toEqual(['other']);
  });
}
