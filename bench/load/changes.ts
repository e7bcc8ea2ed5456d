import type { JoinChange, LeaveChange } from '../../server/live/changes.ts';

const COUNTRIES = ['DE', 'FR', 'US', 'GB', 'BR', 'IN', 'JP', 'PL', 'ES', 'IT', 'SE', 'NG'];
/** It has no factor in common with the number of attendees, and so reaches everybody in no simple order. */
const STEP = 7919;

export interface Crowd {
  readonly attendees: number;
  readonly sessions: number;
}

/** Everybody comes, and from then on somebody leaves one of the sessions and comes back, in turn. */
export function* changesOf({ attendees, sessions }: Crowd): Generator<JoinChange | LeaveChange, never> {
  const join = (index: number): JoinChange => ({
    kind: 'join',
    connection: index,
    actor: { org: 'bench', attendee: `attendee-${index}`, role: 'attendee', event: 'conference' },
    session: `session-${index % sessions}`,
    mode: 'live',
    country: COUNTRIES[index % COUNTRIES.length] ?? 'DE',
    strict: false,
  });
  for (let index = 0; index < attendees; index++) yield join(index);
  for (let index = 0; ; index = (index + STEP) % attendees) {
    const { connection, actor, session } = join(index);
    yield { kind: 'leave', connection, actor, session };
    yield join(index);
  }
}
