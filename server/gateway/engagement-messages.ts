import { withStoredIds } from '../live/stored-ids.ts';
import { checkAction, VisibilityData } from '../protocol/actions.ts';
import type { EngageMessage } from '../protocol/client-messages.ts';
import { actorOf } from './claims.ts';
import { errorMessage, type HandlerParts, type Request, refuse } from './requests.ts';

export function engage(parts: HandlerParts, request: Request, message: EngageMessage): void {
  const { connection, claims, to } = request;
  const { id, session, action } = message;
  if (action === 'visibility') {
    tellVisibility(parts, request, message);
    return;
  }
  const checked = checkAction(action, message.data);
  if (!checked.ok) {
    refuse(parts, to, errorMessage(checked.code, id, checked.message));
    return;
  }
  if (checked.role === 'moderator' && claims.role === 'attendee') {
    refuse(parts, to, errorMessage('not_allowed', id));
    return;
  }
  if (parts.isOverloaded() || parts.isOutOfRoom()) {
    refuse(parts, to, errorMessage('unavailable', id));
    return;
  }
  const actor = actorOf(claims);
  const data = withStoredIds(parts.live, claims.org, { action, data: checked.data });
  parts.pipeline.engage({ kind: 'engage', actor, session, id, action, data }, (refused) => {
    if (!connection.isOpen) return;
    if (refused !== null) refuse(parts, to, errorMessage(refused, id));
    else to.answer({ type: 'ack', id });
  });
}

/** Not an engagement: it is acknowledged at once and kept as spans. */
function tellVisibility(
  parts: HandlerParts,
  { connection, to }: Request,
  { id, session, data }: EngageMessage,
): void {
  const parsed = VisibilityData.safeParse(data);
  const membership = connection.membership(session);
  if (!parsed.success) {
    refuse(parts, to, errorMessage('invalid_data', id, 'data.state: must be active, idle or hidden'));
    return;
  }
  if (membership === undefined) {
    refuse(parts, to, errorMessage('not_joined', id));
    return;
  }
  const { state } = parsed.data;
  if (membership.visibility !== state) {
    membership.visibility = state;
    parts.pipeline.submit({ kind: 'visibility', connection: connection.number, session, state });
  }
  to.answer({ type: 'ack', id });
}
