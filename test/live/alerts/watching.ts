import type { AlertCondition, AlertDetails } from '../../../server/live/alerts/rule.ts';
import type { Actor, Change, PutAlertChange } from '../../../server/live/changes.ts';
import type { Effect } from '../../../server/live/effects.ts';
import { Live } from '../../../server/live/live.ts';
import { join, leave, putEvent, putSession, START } from '../oracle/entries.ts';

export const OPERATOR: Actor = { org: 'a', attendee: 'staff', role: 'operator' };
export const SECOND = 1_000;
/** A minute begins. */
export const T0 = Date.UTC(2026, 4, 4, 9);

export const RULE = 'aaaaaaaaaaa1';

interface Wish extends Partial<AlertDetails> {
  readonly actor?: Actor;
  readonly scope?: PutAlertChange['scope'];
  readonly ifMatch?: PutAlertChange['ifMatch'];
}

export function putAlert(
  id: string,
  condition: AlertCondition,
  { actor = OPERATOR, scope = { kind: 'session', id: 's' }, ifMatch, ...more }: Wish = {},
): Change {
  const details: AlertDetails = {
    ...{ name: 'rule', enabled: true, mutedUntil: null, condition, coolDownMs: 0, emails: [] },
    ...more,
  };
  return { kind: 'putAlert', actor, id, scope, details, ifMatch };
}

export interface Told {
  readonly raisedAt: number;
  readonly value: number;
  readonly clearedAt: number | null;
  readonly worst: number | null;
}

/** A core with the session `s` of capacity 10, in which as many people are as is wished. */
export class Room {
  live = new Live();
  time = T0;
  count = 0;
  readonly #alerts = new Map<number, Told>();
  #number = 0;

  constructor(...changes: readonly Change[]) {
    this.enter(T0, START, putEvent('e'), putSession('s', { event: 'e', capacity: 10 }), ...changes);
  }

  /** An entry at a time. */
  enter(time: number, ...changes: readonly Change[]) {
    this.#number++;
    this.time = time;
    const entry = { position: `${this.#number}`, time, incarnation: 'n-1', number: this.#number, changes };
    const applied = this.live.apply(entry);
    for (const effect of applied.effects) this.#keep(effect);
    return applied;
  }

  /** An entry a second later. */
  next(...changes: readonly Change[]) {
    return this.enter(this.time + SECOND, ...changes);
  }

  /** An entry with which so many are there, at most ten. */
  hold(count: number, time = this.time + SECOND): void {
    const changes: Change[] = [];
    for (; this.count < count; this.count++) changes.push(join(this.count, `p${this.count}`, 's'));
    while (this.count > count) {
      this.count--;
      changes.push(leave(this.count, `p${this.count}`, 's'));
    }
    this.enter(time, ...changes);
  }

  /** So many are there, and entries go on for so many seconds. */
  stay(count: number, seconds: number): void {
    for (let second = 0; second < seconds; second++) this.hold(count);
  }

  restore(): void {
    this.live = Live.restore(JSON.parse(JSON.stringify(this.live.snapshot())));
  }

  /** What was raised, and what became of it. */
  get alerts(): Told[] {
    return [...this.#alerts.values()];
  }

  /** The same in seconds since the beginning. */
  get spans(): [number, number | null][] {
    const since = (at: number) => (at - T0) / SECOND;
    return this.alerts.map(({ raisedAt, clearedAt }) => [since(raisedAt), clearedAt && since(clearedAt)]);
  }

  #keep(effect: Effect): void {
    if (effect.kind === 'alertRaised') {
      const { raisedAt, value } = effect.alert;
      this.#alerts.set(raisedAt, { raisedAt, value, clearedAt: null, worst: null });
    }
    if (effect.kind !== 'alertCleared') return;
    const { raisedAt, at: clearedAt, worst } = effect;
    const known = this.#alerts.get(raisedAt);
    if (known === undefined) throw new Error('what ends was never raised');
    this.#alerts.set(raisedAt, { ...known, clearedAt, worst });
  }
}
