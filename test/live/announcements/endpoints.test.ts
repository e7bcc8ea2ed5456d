import { describe, expect, it } from 'vitest';
import type { Actor, Change } from '../../../server/live/changes.ts';
import { MAX_ENDPOINTS } from '../../../server/live/endpoints.ts';
import { Live } from '../../../server/live/live.ts';
import { putEvent, START } from '../oracle/entries.ts';
import { ADMIN, putWebhook } from './hearing.ts';

const SECOND = 1_000;
const DAY = 86_400_000;
const MIDNIGHT = Date.UTC(2026, 4, 5);

const partAdmin: Actor = { org: 'part', attendee: 'chief', role: 'admin' };

function putPart(): Change {
  const details = { name: 'part', timeZone: null, metadata: {} };
  return { kind: 'putOrganization', actor: ADMIN, id: 'part', details, salt: 'salt' };
}

/** A core with the organization `a`, `part` below it and an event; each call is an entry, a second later or at a time. */
function core() {
  const live = new Live();
  let number = 0;
  let time = MIDNIGHT - DAY;
  const enter = (at: number, changes: readonly Change[]) => {
    number++;
    time = at;
    return live.apply({ position: `${number}`, time, incarnation: 'n', number, changes });
  };
  const apply = (...changes: Change[]) => enter(time + SECOND, changes);
  apply(START, putPart(), putEvent('e'));
  return { live, apply, enter, refused: (...changes: Change[]) => apply(...changes).outcomes };
}

describe('an endpoint', () => {
  it('is made once, changed of the version that is meant, and never moved', () => {
    const { live, refused } = core();
    expect(refused(putWebhook('h', { ifMatch: 'none', event: 'e' }))).toEqual([null]);
    const made = live.endpoints.find('h');
    expect(made).toMatchObject({ version: 1, secret: 'secret of h', createdBy: 'boss', previous: null });
    expect(refused(putWebhook('h', { ifMatch: 'none' }), putWebhook('h', { ifMatch: 9 }))).toEqual([
      'version_mismatch',
      'version_mismatch',
    ]);
    expect(refused(putWebhook('h', { ifMatch: 1, url: 'https://other.example/' }))).toEqual([null]);
    expect(live.endpoints.find('h')).toEqual({
      ...made,
      version: 2,
      details: { ...made?.details, url: 'https://other.example/' },
    });
  });

  it('is of an organization and event that the actor reaches', () => {
    const { refused } = core();
    expect(
      refused(
        putWebhook('h1', { organization: 'part' }),
        putWebhook('h2', { actor: partAdmin, organization: 'a' }),
        putWebhook('h3', { event: 'none' }),
        putWebhook('h4', { organization: 'part', event: 'e' }),
        putWebhook('h5', { actor: { ...ADMIN, event: 'e' } }),
        putWebhook('h1', { actor: { ...ADMIN, org: 'elsewhere' }, ifMatch: 'any' }),
        putWebhook('h1', { actor: partAdmin }),
        putWebhook('h5', { actor: { ...ADMIN, event: 'f' } }),
      ),
    ).toEqual([null, 'not_found', 'not_found', 'not_found', null, 'not_found', null, 'not_found']);
  });

  it(`is one of ${MAX_ENDPOINTS} of its organization`, () => {
    const { refused } = core();
    const many = Array.from({ length: MAX_ENDPOINTS }, (_, index) => putWebhook(`h${index}`));
    expect(new Set(refused(...many))).toEqual(new Set([null]));
    expect(
      refused(putWebhook('more'), putWebhook('h1'), putWebhook('below', { organization: 'part' })),
    ).toEqual(['too_many_webhooks', null, null]);
  });

  it('keeps the secret before for as long as is said, and never two', () => {
    const { live, apply } = core();
    const rotate = (secret: string, keepMs: number, more = {}): Change => {
      return { kind: 'rotateWebhook', actor: ADMIN, id: 'h', secret, keepMs, ...more };
    };
    apply(putWebhook('h'));
    apply(rotate('two', DAY));
    const until = (live.time ?? 0) + DAY;
    expect(live.endpoints.find('h')).toMatchObject({
      secret: 'two',
      previous: { secret: 'secret of h', until },
    });
    apply(rotate('three', 0, { expiresAt: until }));
    expect(live.endpoints.find('h')).toMatchObject({ secret: 'three', previous: null, version: 3 });
    expect(live.endpoints.find('h')?.details.expiresAt).toBe(until);
  });

  it('that was disabled is so until somebody puts it active', () => {
    const { live, apply, refused } = core();
    apply(putWebhook('h'));
    expect(refused({ kind: 'disableWebhook', id: 'h', reason: 'gone' })).toEqual([null]);
    expect(live.endpoints.find('h')).toMatchObject({ disabled: 'gone', details: { active: false } });
    expect(refused({ kind: 'redeliver', actor: ADMIN, id: 'h', sequence: 1 })).toEqual(['webhook_inactive']);
    apply({ kind: 'disableWebhook', id: 'h', reason: 'failing' }, putWebhook('h', { active: false }));
    expect(live.endpoints.find('h')).toMatchObject({ disabled: 'gone' });
    apply(putWebhook('h'));
    expect(live.endpoints.find('h')).toMatchObject({ disabled: null, details: { active: true } });
  });

  it('goes with its organization or event, or when it is deleted, and nothing is told of it any more', () => {
    const { live, apply, refused } = core();
    apply(putWebhook('below', { organization: 'part' }), putWebhook('one', { event: 'e' }), putWebhook('h'));
    const remove = { actor: ADMIN, purge: false } as const;
    const { effects } = apply(
      { kind: 'deleteOrganization', id: 'part', ...remove },
      { kind: 'deleteEvent', id: 'e', ...remove },
    );
    expect(effects.flatMap((one) => (one.kind === 'webhookGone' ? [one.endpoint] : []))).toEqual([
      'below',
      'one',
    ]);
    const deletion = { kind: 'deleteWebhook', actor: ADMIN, id: 'h' } as const;
    expect(refused({ ...deletion, ifMatch: 7 }, deletion, deletion)).toEqual([
      'version_mismatch',
      null,
      'not_found',
    ]);
    expect(live.endpoints.list()).toEqual([]);
    const outcomes = [{ endpoint: 'h', sequence: 1, attempt: 1, result: 'delivered', nextAt: null }] as const;
    expect(apply({ kind: 'deliveries', outcomes }).effects).toEqual([]);
  });

  it('goes 30 days after its end, and what waited so long goes from the others, with the turn of the day', () => {
    const { live, apply, enter } = core();
    apply(putWebhook('h'), putWebhook('over', { expiresAt: MIDNIGHT }));
    const told = (day: number) => {
      const { effects } = enter(MIDNIGHT + day * DAY + 5, []);
      return effects.filter(({ kind }) => kind === 'messagesOver' || kind === 'webhookGone');
    };
    const horizon = (day: number) => MIDNIGHT + day * DAY + 5 - 30 * DAY;
    expect(told(29)).toEqual([
      { kind: 'messagesOver', endpoint: 'h', before: horizon(29) },
      { kind: 'messagesOver', endpoint: 'over', before: horizon(29) },
    ]);
    expect(told(30)).toEqual([
      { kind: 'messagesOver', endpoint: 'h', before: horizon(30) },
      { kind: 'webhookGone', endpoint: 'over' },
    ]);
    expect(live.endpoints.list().map(({ id }) => id)).toEqual(['h']);
  });

  it('is of a pseudonym once who made it was erased', () => {
    const { live, apply } = core();
    apply(putWebhook('h'));
    const who = { attendee: 'boss', pseudonym: 'erased-1', salt: 'salt' };
    apply({ kind: 'erase', actor: { org: 'a', attendee: 'other', role: 'admin' }, ...who });
    expect(live.endpoints.find('h')?.createdBy).toBe('erased-1');
  });

  it('comes back as it was from a snapshot and from what is stored', () => {
    const { live, apply } = core();
    apply(putWebhook('h2'), putWebhook('h1', { event: 'e' }));
    apply(putWebhook('h0'));
    const restored = Live.restore(JSON.parse(JSON.stringify(live.snapshot())));
    expect(restored.endpoints.list()).toEqual(live.endpoints.list());
    expect(live.endpoints.list().map(({ id }) => id)).toEqual(['h1', 'h2', 'h0']);
  });
});
