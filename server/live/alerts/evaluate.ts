import { MINUTE_MS } from '../../durations.ts';
import { announce, whereIs } from '../announcing.ts';
import type { LiveState } from '../live-state.ts';
import type { ScopeState } from '../scope-state.ts';
import { alertId } from './alert-id.ts';
import { type AlertWatch, pauseOf } from './alert-watch.ts';
import type { OpenAlert } from './rule.ts';

/** How a scope stands to a rule. */
interface Standing {
  /** It is to be warned of it, but for a pause. */
  readonly isOut: boolean;
  /** An alert that goes on ends. */
  readonly isBack: boolean;
  /** How many people it takes, or may be missing. */
  readonly threshold: number;
}

/** The count of a scope has changed, after all changes of an instant. */
export function watchCount(state: LiveState, { watches }: ScopeState): void {
  if (state.isRecalled) return;
  for (const watch of watches) evaluate(state, watch);
}

/** Rules whose time has come, or about which something else has changed. */
export function watchDue(state: LiveState): void {
  if (state.isRecalled) return;
  for (const watch of state.alerts.takeDue(state.time)) evaluate(state, watch);
}

function evaluate(state: LiveState, watch: AlertWatch): void {
  watch.see(state.minuteTime, state.covered);
  const { watched, rule } = watch;
  const standing = standingOf(state, watch);
  if (watched.open !== null) {
    const worst = worseOf(watch, watched.open);
    if (worst !== watched.open.worst) watched.open = { ...watched.open, worst };
    if (standing.isBack || !rule.details.enabled) endAlert(state, watch);
  } else if (rule.details.enabled && standing.isOut && state.time >= watched.quietUntil) {
    raise(state, watch, standing.threshold);
  }
  if (!rule.details.enabled) watched.peakAt = watch.scope.peakAt ?? 0;
  const due = dueOf(state, watch, standing);
  if (due !== watch.due) state.alerts.await(watch, due);
}

function standingOf(state: LiveState, watch: AlertWatch): Standing {
  const { scope, rule, watched } = watch;
  const { condition } = rule.details;
  const { count } = watched;
  switch (condition.kind) {
    case 'above': {
      const { threshold, clearAt } = condition;
      return { isOut: count > threshold, isBack: count <= clearAt, threshold };
    }
    case 'capacity': {
      const capacity = state.registry.sessionByKey(scope.key)?.row.details.capacity ?? null;
      if (capacity === null) return { isOut: false, isBack: true, threshold: 0 };
      const isOut = count * 100 >= condition.percent * capacity;
      const threshold = Math.ceil((condition.percent * capacity) / 100);
      return { isOut, isBack: count * 100 < condition.clearAt * capacity, threshold };
    }
    case 'peak': {
      const { peak, peakAt } = scope;
      // The first of a UTC day in an organization is those who stayed.
      const isNews = peakAt !== null && peakAt > watched.peakAt && peakAt !== state.dayStart;
      return { isOut: isNews && peak >= condition.least, isBack: true, threshold: condition.least };
    }
    default:
      return lossOf(state, watch);
  }
}

/** Of rules that warn of people who are missing: where the end was said, nobody is. */
function lossOf(state: LiveState, watch: AlertWatch): Standing {
  const { rule, watched, scope } = watch;
  const { condition } = rule.details;
  const { count, isArmed, emptySince } = watched;
  if (isOver(state, scope)) {
    watched.isArmed = false;
    watched.recent = [];
    return { isOut: false, isBack: true, threshold: 0 };
  }
  if (condition.kind === 'below') {
    const { threshold, clearAt } = condition;
    return { isOut: isArmed && count < threshold, isBack: count >= clearAt, threshold };
  }
  if (condition.kind === 'drop') {
    const { most } = watch;
    const isOut = most >= condition.least && count * 100 <= most * (100 - condition.percent);
    return { isOut, isBack: !isOut, threshold: Math.floor((most * (100 - condition.percent)) / 100) };
  }
  const length = condition.kind === 'silence' ? condition.seconds * 1000 : 0;
  const isSilent = emptySince !== null && state.covered - emptySince >= length;
  return { isOut: isArmed && isSilent, isBack: count > 0, threshold: 0 };
}

function isOver({ registry }: LiveState, { key }: ScopeState): boolean {
  const session = registry.sessionByKey(key);
  if (session !== undefined) return session.row.ended || session.event.row.endedAt !== null;
  const event = registry.byKey(key);
  return event !== undefined && 'organization' in event && event.row.endedAt !== null;
}

function worseOf({ rule, watched, scope }: AlertWatch, { worst }: Pick<OpenAlert, 'worst'>): number {
  const { kind } = rule.details.condition;
  if (kind === 'peak') return scope.peak;
  const isUpward = kind === 'above' || kind === 'capacity';
  return isUpward ? Math.max(worst, watched.count) : Math.min(worst, watched.count);
}

function raise(state: LiveState, watch: AlertWatch, threshold: number): void {
  const { rule, watched, scope } = watch;
  const where = whereIs(state, rule.scope);
  if (where === undefined) return;
  const { id, tenant, details } = rule;
  const { name, condition, mutedUntil } = details;
  const raisedAt = state.time;
  const value = condition.kind === 'peak' ? scope.peak : watched.count;
  const isMuted = mutedUntil !== null && mutedUntil > raisedAt;
  watched.open = { raisedAt, value, worst: value, isMuted };
  state.emit({
    kind: 'alertRaised',
    alert: {
      rule: id,
      tenant,
      scope: rule.scope,
      ...where,
      name,
      condition,
      raisedAt,
      value,
      threshold,
      isMuted,
    },
  });
  if (!isMuted) {
    const subject = { kind: 'alert', id: alertId({ rule: id, raisedAt }) } as const;
    announce(state, { type: 'threshold.crossed', at: raisedAt, value, subject, ...where });
  }
  if (condition.kind !== 'peak') return;
  watched.peakAt = scope.peakAt ?? raisedAt;
  endAlert(state, watch);
}

/** An alert is over: the count is back in range, or its rule warns of it no more. */
export function endAlert(state: LiveState, watch: AlertWatch): void {
  const { rule, watched } = watch;
  const { open, count } = watched;
  if (open === null) return;
  const { raisedAt, worst, isMuted } = open;
  watched.open = null;
  watched.quietUntil = state.time + pauseOf(rule);
  const value = rule.details.condition.kind === 'peak' ? open.value : count;
  state.emit({ kind: 'alertCleared', rule: rule.id, raisedAt, at: state.time, value, worst });
  const where = whereIs(state, rule.scope);
  if (isMuted || state.time === raisedAt || where === undefined) return;
  const subject = { kind: 'alert', id: alertId({ rule: rule.id, raisedAt }) } as const;
  const since = raisedAt;
  announce(state, { type: 'threshold.crossed', at: state.time, value, since, subject, ...where });
}

/** When time alone may make another standing of it, log time, ms. */
function dueOf(state: LiveState, { rule, watched }: AlertWatch, { isOut }: Standing): number {
  const { condition, enabled } = rule.details;
  const { open, quietUntil, isArmed, emptySince } = watched;
  if (!enabled) return Number.POSITIVE_INFINITY;
  if (open !== null)
    return condition.kind === 'drop' ? state.minuteTime + MINUTE_MS : Number.POSITIVE_INFINITY;
  if (isOut && state.time < quietUntil) return quietUntil;
  if (condition.kind !== 'silence' || !isArmed || emptySince === null || isOut)
    return Number.POSITIVE_INFINITY;
  return emptySince + condition.seconds * 1000 + state.gaps;
}
