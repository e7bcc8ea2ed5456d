import type { Session } from '../../../server/live/catalogue.ts';
import type { OracleSlice } from './model.ts';
import type { Oracle } from './oracle.ts';
import { stateOf } from './presence.ts';
import { playedMs } from './watch.ts';

export interface OrganizationFacts {
  readonly parent: string | null;
  readonly version: number;
  readonly name: string;
  readonly pseudonymous: boolean | null;
}

export function organizationFacts({ catalogue: { organizations } }: Oracle): Map<string, OrganizationFacts> {
  const facts = organizations.all.map(({ id, ...rest }) => {
    return [`${organizations.tenantOf(id)}/organization:${id}`, rest] as const;
  });
  return new Map(facts);
}

export interface SessionFacts {
  readonly event: string;
  readonly windows: Session['windows'];
  readonly ended: boolean;
  readonly replay: boolean;
  readonly hasSlices: boolean;
  readonly hasEngagements: boolean;
  readonly kind: string;
  readonly capacity: number | null;
  readonly enforceCapacity: boolean;
}

export function sessionFacts({ catalogue, presence }: Oracle): Map<string, SessionFacts> {
  const facts = new Map<string, SessionFacts>();
  for (const session of catalogue.sessions) {
    const { org, id, event, owners: _, gone: __, ...rest } = session;
    const hasSlices = presence.slices.some((slice) => slice.session === session);
    facts.set(`${org}/session:${id}`, { ...rest, event: `${org}/event:${event}`, hasSlices });
  }
  return facts;
}

/** A slice as one line, as it must be found in what live wrote. */
export function sliceLine(slice: SliceFacts): string {
  const { session, attendee, mode, start, country, ended, playedMs, state } = slice;
  const end = ended ? `${ended.end} counted ${ended.countedUntil} ${ended.endedBy}` : 'open';
  return `${session} ${attendee} ${mode} ${country} ${start}..${end} played ${playedMs} ${state}`;
}

export interface SliceFacts {
  readonly session: string;
  readonly attendee: string;
  readonly mode: string;
  readonly start: number;
  readonly country: string;
  readonly ended: OracleSlice['ended'];
  readonly playedMs: number | null;
  /** Visibility now; null once ended. */
  readonly state: string | null;
}

export function sliceFacts(slice: OracleSlice): SliceFacts {
  const { session, attendee, mode, start, country, ended } = slice;
  return {
    ...{ session: `${session.org}/session:${session.id}`, attendee, mode, start, country, ended },
    playedMs: playedMs(slice),
    state: ended ? null : stateOf(slice),
  };
}
