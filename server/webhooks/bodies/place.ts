import type { MessageRow } from '../../../storage/types.ts';
import type { EventState, OrganizationState, Registry, SessionState } from '../../live/registry.ts';

/** Where something happened, as far as it is there still. */
export interface Place {
  readonly organization: OrganizationState | undefined;
  readonly event: EventState | undefined;
  readonly session: SessionState | undefined;
}

export function placeOf(registry: Registry, message: MessageRow): Place {
  const event = message.event === null ? undefined : registry.byKey(message.event);
  const organization = registry.byKey(message.organization);
  return {
    organization: organization !== undefined && 'events' in organization ? organization : undefined,
    event: event !== undefined && 'sessions' in event ? event : undefined,
    session: message.session === null ? undefined : registry.sessionByKey(message.session),
  };
}
