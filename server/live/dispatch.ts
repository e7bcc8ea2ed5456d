import type { ErrorCode } from '../protocol/error-codes.ts';
import { type Act, changedFields, detailsOf, isAct } from './acts.ts';
import { acknowledgeAlert, deleteAlert, muteAlert, putAlert } from './alerts/alerting.ts';
import { announceCatalogue, touchesCatalogue } from './catalogue-told.ts';
import { actOnEvent, actOnSession, putEvent, putSession } from './cataloguing.ts';
import type { Change } from './changes.ts';
import { deleteEvent, deleteOrganization, deleteSession } from './deleting.ts';
import { erase, isErased } from './erasing.ts';
import { disconnect, kick } from './expelling.ts';
import { endImport, giveUpImport, stagePart } from './importing.ts';
import { drop, join, leave, silent } from './joining.ts';
import { keep } from './keeping.ts';
import { deleteKey, putKey } from './keying.ts';
import type { LiveState } from './live-state.ts';
import { putOrganization } from './organizations.ts';
import { announceChange, deliveries, redeliver } from './outbox.ts';
import { purge } from './purging.ts';
import { deleteReport, putReport, settleReport } from './reports.ts';
import { engage, play, see } from './telling.ts';
import { deleteWebhook, disableWebhook, putWebhook, rotateWebhook } from './webhooks.ts';

/** Null when the change was accepted, else why not. */
type Outcome = ErrorCode | null;

/** They may set a capacity, or say that something has ended: rules depend on that. */
const CATALOGUE: ReadonlySet<Change['kind']> = new Set([
  'putEvent',
  'putSession',
  'sessionAction',
  'eventAction',
  'importEnd',
]);

/** Applies a change of an entry of an incarnation, and tells of it where it is an act. */
export function applyChange(state: LiveState, incarnation: string, change: Change): Outcome {
  if (!state.alerts.isEmpty && CATALOGUE.has(change.kind)) state.alerts.lookAtAll();
  if (state.endpoints.isEmpty) return applyQuietly(state, incarnation, change);
  const before = { effects: state.effects.length, lastKey: state.registry.lastKey };
  const outcome = applyQuietly(state, incarnation, change);
  if (outcome === null && touchesCatalogue(state, change, before)) announceCatalogue(state, change, before);
  return outcome;
}

function applyQuietly(state: LiveState, incarnation: string, change: Change): Outcome {
  return isAct(change) ? act(state, incarnation, change) : dispatch(state, incarnation, change);
}

function act(state: LiveState, incarnation: string, change: Act): Outcome {
  const before = detailsOf(state, change);
  const outcome = dispatch(state, incarnation, change);
  // Nobody can delete their own organization.
  const actor = state.registry.organization(change.actor.org)?.row;
  if (outcome !== null || actor === undefined) return outcome;
  const { tenant, key: organization } = actor;
  const fields = changedFields(before, detailsOf(state, change));
  state.emit({ kind: 'acted', tenant, organization, act: change, fields, at: state.time });
  return null;
}

function dispatch(state: LiveState, incarnation: string, change: Change): Outcome {
  if ('actor' in change && isErased(state, change.actor)) return 'erased';
  switch (change.kind) {
    case 'start':
      return null;
    case 'stop':
      state.incarnations.stop(incarnation, change.windowMs);
      return null;
    case 'raiseRules':
      state.incarnations.raiseRules(change.rules);
      return null;
    case 'join':
      return join(state, incarnation, change);
    case 'leave':
      return leave(state, incarnation, change);
    case 'drop':
      return drop(state, incarnation, change);
    case 'silent':
      return silent(state, incarnation, change);
    case 'visibility':
      return see(state, incarnation, change);
    case 'played':
      return play(state, incarnation, change);
    case 'engage':
      return engage(state, change);
    case 'keep':
      return keep(state, change);
    case 'putOrganization':
      return putOrganization(state, change);
    case 'putEvent':
      return putEvent(state, change);
    case 'putSession':
      return putSession(state, change);
    case 'sessionAction':
      return actOnSession(state, change);
    case 'eventAction':
      return actOnEvent(state, change);
    case 'deleteOrganization':
      return deleteOrganization(state, change);
    case 'deleteEvent':
      return deleteEvent(state, change);
    case 'deleteSession':
      return deleteSession(state, change);
    case 'putKey':
      return putKey(state, change);
    case 'deleteKey':
      return deleteKey(state, change);
    case 'kick':
      return kick(state, change);
    case 'disconnect':
      return disconnect(state, change);
    case 'importPart':
      return stagePart(state, incarnation, change);
    case 'importEnd':
      return endImport(state, change);
    case 'importGone':
      return giveUpImport(state, change);
    case 'erase':
      return erase(state, change);
    case 'purge':
      return purge(state, change);
    case 'putWebhook':
      return putWebhook(state, change);
    case 'deleteWebhook':
      return deleteWebhook(state, change);
    case 'rotateWebhook':
      return rotateWebhook(state, change);
    case 'disableWebhook':
      return disableWebhook(state, change);
    case 'announce':
      return announceChange(state, change);
    case 'deliveries':
      return deliveries(state, change);
    case 'redeliver':
      return redeliver(state, change);
    case 'putAlert':
      return putAlert(state, change);
    case 'deleteAlert':
      return deleteAlert(state, change);
    case 'muteAlert':
      return muteAlert(state, change);
    case 'acknowledgeAlert':
      return acknowledgeAlert(state, change);
    case 'putReport':
      return putReport(state, change);
    case 'deleteReport':
      return deleteReport(state, change);
    case 'settleReport':
      return settleReport(state, change);
    default:
      return change satisfies never;
  }
}
