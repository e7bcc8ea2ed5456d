import type { Effect, ImportEnded, Undecided } from '../live/effects.ts';
import { auditOfAct } from './audit.ts';
import type { MutableBatch } from './mutable-batch.ts';

/** Those that are collected in another way than one after the other. */
type Gathered = Extract<
  Effect,
  { kind: 'event' | 'session' | 'sliceEnded' | 'peak' | 'watch' | 'erased' | 'announced' | 'expelled' }
>;

/** Puts an effect into the list of a batch that it belongs to. */
export function listEffect(
  batch: MutableBatch,
  effect: Exclude<Effect, Undecided | ImportEnded | Gathered>,
): void {
  switch (effect.kind) {
    case 'organization':
      batch.organizations.push(effect.organization);
      break;
    case 'deleted':
      batch.deleted.push(effect);
      batch.webhooks.push(effect);
      break;
    case 'sliceStarted':
      batch.slicesStarted.push(effect);
      break;
    case 'slicePlayed':
      batch.slicesPlayed.push(effect);
      break;
    case 'sliceVisibility':
      batch.visibility.push(effect);
      break;
    case 'seen':
      batch.seen.push(effect);
      break;
    case 'minute':
      batch.minutes.push(effect);
      break;
    case 'importPart':
      batch.importParts.push(effect);
      break;
    case 'importGone':
      batch.importParts = batch.importParts.filter((part) => part.import !== effect.import);
      batch.importsGone.push(effect.import);
      break;
    case 'purged':
      batch.purges.push(effect);
      break;
    case 'blocked':
      batch.blocks.push(effect);
      break;
    case 'acted':
      batch.audit.push(...[auditOfAct(effect) ?? []].flat());
      break;
    case 'keyMade':
      batch.keysMade.push(effect.key);
      break;
    case 'keyDeleted':
      batch.keysDeleted.push(effect.id);
      break;
    case 'webhook':
    case 'webhookGone':
    case 'delivered':
    case 'redeliver':
    case 'messagesOver':
    case 'told':
      batch.webhooks.push(effect);
      break;
    case 'alertRule':
    case 'alertRuleGone':
    case 'alertRaised':
    case 'alertCleared':
    case 'alertAcknowledged':
      batch.alerts.push(effect);
      break;
    case 'reportPut':
      batch.reportsPut.push(effect.report);
      break;
    case 'reportSettled':
      batch.reportsSettled.push(effect);
      break;
    case 'reportDeleted':
      batch.reportsDeleted.push(effect.id);
      break;
    default:
      effect satisfies never;
  }
}
