import type { ErrorCode } from '../protocol/error-codes.ts';
import type { Block } from './blocks.ts';
import type { ScopeKey } from './catalogue.ts';
import { ensureOrganization } from './cataloguing.ts';
import type { DisconnectChange, KickChange } from './changes.ts';
import { detach, forgetConnection } from './connections.ts';
import type { EndedBy } from './effects.ts';
import type { LiveState } from './live-state.ts';
import { endSlice } from './slices.ts';

type Outcome = ErrorCode | null;

export interface Expulsion {
  readonly tenant: ScopeKey;
  readonly attendee: string;
  /** Of the session or the organization whose slices end. */
  readonly scope: ScopeKey;
  readonly endedBy: EndedBy;
}

/** Ends the open slices of an attendee in a scope, at once and for good; gives how many there were. */
export function expel(state: LiveState, { tenant, attendee: id, scope, endedBy }: Expulsion): number {
  const attendee = state.attendee(tenant, id);
  const presences = attendee?.presences.filter(({ session }) => session.scopeKeys.includes(scope)) ?? [];
  for (const presence of presences) {
    state.touch(presence.attendee);
    for (const link of presence.links) {
      detach(link);
      presence.proof = state.time;
      forgetConnection(state, link.connection);
    }
    endSlice(state, presence, endedBy);
  }
  return presences.length;
}

/** Out of one session. Of somebody who is not in it, and neither to be kept out nor let in again: `not_joined`. */
export function kick(state: LiveState, change: KickChange): Outcome {
  const { actor, session: id, attendee, blockMs } = change;
  const org = ensureOrganization(state, actor.org);
  const session = state.registry.session(org, id);
  if (session === undefined || !state.registry.reaches(actor, session.event)) return 'not_found';
  const { tenant, key: scope } = session.row;
  const whom = { tenant, scope, attendee };
  const wasBlocked = state.blocks.until(whom) > 0;
  const refused = block(state, whom, blockMs);
  if (refused !== null) return refused;
  const wasIn = expel(state, { ...whom, endedBy: 'kick' }) > 0;
  if (!wasIn && !wasBlocked && blockMs === 0) return 'not_joined';
  const organization = session.event.organization.row.key;
  state.emit({ kind: 'expelled', tenant, attendee, session: scope, organization, code: 'kicked' });
  return null;
}

/** Out of everything of the actor's organization and those below. */
export function disconnect(state: LiveState, { actor, attendee, blockMs }: DisconnectChange): Outcome {
  const { key: scope, tenant } = ensureOrganization(state, actor.org).row;
  const refused = block(state, { tenant, scope, attendee }, blockMs);
  if (refused !== null) return refused;
  expel(state, { tenant, attendee, scope, endedBy: 'kick' });
  state.emit({ kind: 'expelled', tenant, attendee, session: null, organization: scope, code: 'kicked' });
  return null;
}

/** The last word counts: a shorter time shortens the block, none lifts it. */
function block(state: LiveState, whom: Omit<Block, 'until'>, blockMs: number): Outcome {
  const { blocks } = state;
  const known = blocks.until(whom);
  if (blockMs > 0 && known === 0 && blocks.isFull(whom.tenant)) return 'too_many_blocks';
  if (blockMs === 0 && known === 0) return null;
  const put = { ...whom, until: blockMs === 0 ? 0 : state.time + blockMs };
  blocks.put(put);
  state.emit({ kind: 'blocked', ...put });
  return null;
}
