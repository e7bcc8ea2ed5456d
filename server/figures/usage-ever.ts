import type { History } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { SessionState } from '../live/registry.ts';
import type { Mode } from '../protocol/client-messages.ts';
import { totalsNow } from './attendance-now.ts';
import { keptScope } from './kept-scope.ts';
import { digestOf, MinuteStates } from './minute-states.ts';
import { Remembered } from './remembered.ts';
import { askedSession, groupOf, type KindGroup } from './span-question.ts';
import { usageOfSpan } from './usage.ts';

/** Engaged minutes, of events' two components apart, and how many there were. */
export interface MinutesUsed {
  /** In which somebody was counted. */
  readonly events: number;
  readonly attendees: number;
  readonly minutes: Readonly<Record<Mode, number>>;
  readonly byKind: Readonly<Record<KindGroup, number>>;
}

/** One component of one event. */
interface Part {
  readonly event: ScopeKey;
  readonly group: KindGroup;
  readonly sessions: SessionState[];
}

type PartUsage = Readonly<Record<Mode, { readonly attendees: number; readonly engagedMinutes: number }>>;

const MODES = ['live', 'onDemand'] as const;
const MOST_PARTS = 10_000;
const MOST_COUNTS = 1000;

function partsOf(sessions: readonly SessionState[]): Part[] {
  const parts = new Map<string, Part>();
  for (const session of sessions) {
    const group = groupOf(session.row.details.kind);
    if (group === undefined) continue;
    const { event } = session.row;
    const part = parts.get(`${event} ${group}`) ?? { event, group, sessions: [] };
    part.sessions.push(session);
    parts.set(`${event} ${group}`, part);
  }
  return [...parts.values()];
}

/**
 * Usage of sessions since they exist. It comes from kept sums where these are of just the sessions of a component; else, where
 * an event has several of them beside others, from slices: that may take seconds, so it is remembered until something changes.
 * Who was gone in the instant of coming has no minutes here, but a minute of a span.
 */
export class UsageEver {
  readonly #history: History;
  readonly #parts = new Remembered<PartUsage>(MOST_PARTS);
  readonly #counts = new Remembered<number>(MOST_COUNTS);

  constructor(history: History) {
    this.#history = history;
  }

  /** `now`: log time up to which slices are known, ms. */
  async of(sessions: readonly SessionState[], mode: Mode | undefined, now: number): Promise<MinutesUsed> {
    const used = sessions.filter(({ row }) => row.hasSlices);
    const states = await MinuteStates.read(this.#history, used, now);
    const events = new Set<ScopeKey>();
    const minutes = { live: 0, onDemand: 0 };
    const byKind = { stage: 0, networking: 0 };
    for (const part of partsOf(used)) {
      const usage = await this.#usageOf(part, states, now);
      for (const one of mode === undefined ? MODES : [mode]) {
        minutes[one] += usage[one].engagedMinutes;
        byKind[part.group] += usage[one].engagedMinutes;
        if (usage[one].attendees > 0) events.add(part.event);
      }
    }
    const scopes = used.map(({ row }) => row.key);
    const count = () => this.#history.seenInAny({ scopes, mode });
    const attendees = await this.#counts.get(digestOf([mode, scopes]), states.of(used), count);
    return { events: events.size, attendees, minutes, byKind };
  }

  async #usageOf({ event, group, sessions }: Part, states: MinuteStates, now: number): Promise<PartUsage> {
    const [first] = sessions;
    const sums = sessions.length === 1 && first !== undefined ? states.sumsOf(first) : undefined;
    if (sums !== undefined) return sums;
    const scope = keptScope(sessions);
    if (scope !== undefined) return totalsNow(this.#history, scope, now);
    return this.#parts.get(`${event} ${group}`, states.of(sessions), async () => {
      const question = { sessions: sessions.map(askedSession), from: 0, to: now + 1, through: now };
      return (await usageOfSpan(this.#history, question)).byMode;
    });
  }
}
