import { STAGE_TYPES } from '../../../server/live/announcements.ts';
import type { Actor, Change, Entry, PutWebhookChange } from '../../../server/live/changes.ts';
import type { Announced, Applied } from '../../../server/live/effects.ts';
import { Live } from '../../../server/live/live.ts';

export const ADMIN: Actor = { org: 'a', attendee: 'boss', role: 'admin' };

const DETAILS: PutWebhookChange['details'] = {
  ...{ url: 'https://hooks.example/', description: '', types: null, active: true, expiresAt: null },
  flavour: { kind: 'standard' },
};

interface Wish extends Partial<PutWebhookChange['details']> {
  readonly actor?: Actor;
  readonly organization?: string;
  readonly event?: string;
  readonly ifMatch?: PutWebhookChange['ifMatch'];
}

export function putWebhook(
  id: string,
  { actor = ADMIN, organization, event, ifMatch, ...details }: Wish = {},
): Change {
  const what = { actor, id, secret: `secret of ${id}`, organization, event, ifMatch };
  return { kind: 'putWebhook', ...what, details: { ...DETAILS, ...details } };
}

/** One that is told of everything, and one of the stage. */
export const HEARERS: readonly Change[] = [
  putWebhook('hears'),
  putWebhook('stage', { types: [...STAGE_TYPES] }),
];

/** Ids of events and sessions by their keys. */
type Names = (key: number) => string | undefined;

export const namesIn =
  ({ registry }: Live): Names =>
  (key) =>
    registry.byKey(key)?.row.id;

/** What is announced, as it can be said without keys. */
export function said(names: Names, { announcement, endpoints, attendee }: Announced) {
  const { type, at, event, session, subject, value, since } = announcement;
  const idOf = (key: number | null) => (key === null ? null : (names(key) ?? `?${key}`));
  return {
    ...{ type, at, where: session === null ? idOf(event) : `${idOf(event)}/${idOf(session)}` },
    ...(subject === null ? {} : { subject: `${subject.kind} ${subject.id}` }),
    ...(value === null ? {} : { value }),
    ...(since === null ? {} : { since }),
    ...(attendee === null ? {} : { attendee }),
    to: endpoints.join(),
  };
}

export type Said = ReturnType<typeof said>;

/** Everything that is announced, without whom it goes to, and with the time of its entry. */
export function heard(entries: readonly Entry[], live = new Live()) {
  return entries.flatMap((entry) => announcedIn(live, entry));
}

function announcedIn(live: Live, entry: Entry): (Said & { readonly told: number })[] {
  return saidBy(namesIn(live), entry, live.apply(entry));
}

export function saidBy(
  names: Names,
  entry: Entry,
  { effects }: Applied,
): (Said & { readonly told: number })[] {
  const announced = effects.flatMap((effect): Announced[] => {
    if (effect.kind === 'announced') return [effect];
    return effect.kind === 'kept' && effect.announcement !== null ? [effect.announcement] : [];
  });
  return announced.map((one) => ({ told: entry.time, ...said(names, one) }));
}

/** Those of some types, each as one line: when it is told, what, where, and since when or how many; times from the hour on. */
export function lines(entries: readonly Entry[], ...types: readonly string[]): string[] {
  const clock = (time: number) => new Date(time).toISOString().slice(14, 23).replace('.000', '');
  return heard(entries)
    .filter(({ type }) => types.includes(type))
    .map(({ told, type, at, where, value, since }) =>
      [
        ...[clock(told), type, where],
        ...(at === told ? [] : [`at ${clock(at)}`]),
        ...(value === undefined ? [] : [`value ${value}`]),
        ...(since === undefined ? [] : [`since ${clock(since)}`]),
      ].join(' '),
    );
}
