import type { ScopeKey } from './catalogue.ts';
import type { Change } from './changes.ts';
import type { LiveState } from './live-state.ts';

/** Which changes are acts of people that are to be known afterwards. A kind that is not listed does not compile. */
const IS_ACT = {
  start: false,
  stop: false,
  raiseRules: false,
  join: false,
  leave: false,
  drop: false,
  silent: false,
  visibility: false,
  played: false,
  engage: false,
  putOrganization: true,
  deleteOrganization: true,
  putEvent: true,
  deleteEvent: true,
  eventAction: true,
  putSession: true,
  deleteSession: true,
  sessionAction: true,
  putKey: true,
  deleteKey: true,
  kick: true,
  disconnect: true,
  erase: true,
  purge: true,
  importPart: false,
  importEnd: true,
  putReport: true,
  deleteReport: true,
  settleReport: false,
  importGone: false,
  putWebhook: true,
  deleteWebhook: true,
  rotateWebhook: true,
  redeliver: true,
  disableWebhook: false,
  announce: false,
  deliveries: false,
  putAlert: true,
  deleteAlert: true,
  muteAlert: true,
  acknowledgeAlert: true,
  // What it keeps says whether it is one, and the recorder whether it stands.
  keep: false,
} as const satisfies Record<Change['kind'], boolean>;

type ActKind = { [K in Change['kind']]: (typeof IS_ACT)[K] extends true ? K : never }[Change['kind']];

export type Act = Extract<Change, { kind: ActKind }>;

/** An act that was done. */
export interface Acted {
  readonly kind: 'acted';
  readonly tenant: ScopeKey;
  /** Of the actor. */
  readonly organization: ScopeKey;
  readonly act: Act;
  /** Names of the fields that it changed; null: it made something new, or what it does is no change of fields. */
  readonly fields: readonly string[] | null;
  readonly at: number;
}

type Details = Readonly<Record<string, unknown>>;

export function isAct(change: Change): change is Act {
  return IS_ACT[change.kind];
}

/** What a put is about to replace, or has just written; undefined where there is none. */
export function detailsOf(state: LiveState, act: Act): Details | undefined {
  const { registry } = state;
  const own = registry.organization(act.actor.org);
  if (own === undefined) return undefined;
  if (act.kind === 'putOrganization')
    return registry.organization(act.id)?.row.details as Details | undefined;
  if (act.kind === 'putWebhook') return endpointDetails(state, act.id);
  if (act.kind === 'putAlert') return state.alerts.find(act.id)?.rule.details as Details | undefined;
  if (act.kind === 'putEvent') return registry.event(own, act.id)?.row.details as Details | undefined;
  if (act.kind !== 'putSession') return undefined;
  const details = registry.session(own, act.id)?.row.details;
  if (details === undefined) return undefined;
  const { more, ...rest } = details;
  return { ...rest, ...more };
}

function endpointDetails({ endpoints }: LiveState, id: string): Details | undefined {
  return endpoints.find(id)?.details as Details | undefined;
}

export function changedFields(before: Details | undefined, after: Details | undefined): string[] | null {
  if (before === undefined || after === undefined) return null;
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).sort();
}
