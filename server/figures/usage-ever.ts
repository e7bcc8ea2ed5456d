import type { History } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { SessionState } from '../live/registry.ts';
import type { Mode } from '../protocol/client-messages.ts';
import { totalsNow } from './attendance-now.ts';
import { keptScope } from './kept-scope.ts';
import { askedSession, groupOf, type KindGroup } from './span-question.ts';
import { usageOfSpan } from './usage.ts';

/** Usage of one component of one event, or of several together. */
export interface MinutesUsed {
  /** In which somebody was counted. */
  readonly events: number;
  readonly attendees: number;
  readonly minutes: Readonly<Record<Mode, number>>;
  readonly byKind: Readonly<Record<KindGroup, number>>;
}

interface Part {
  readonly event: ScopeKey;
  readonly group: KindGroup;
  readonly sessions: SessionState[];
}

type PartUsage = Readonly<Record<Mode, { readonly attendees: number; readonly engagedMinutes: number }>>;

const MODES = ['live', 'onDemand'] as const;

/**
 * Usage of sessions since they exist, of an event's two components apart. It comes from kept sums where these are of just the
 * sessions of a component; else, where an event has several of them beside others, from slices. What was asked of once is not
 * asked again.
 */
export class UsageEver {
  readonly #history: History;
  readonly #now: number;
  readonly #known = new Map<string, Promise<PartUsage>>();

  /** `now`: log time up to which slices are known, ms. */
  constructor(history: History, now: number) {
    this.#history = history;
    this.#now = now;
  }

  async of(sessions: readonly SessionState[], mode: Mode | undefined): Promise<MinutesUsed> {
    const used = sessions.filter(({ row }) => row.hasSlices);
    const events = new Set<ScopeKey>();
    const minutes = { live: 0, onDemand: 0 };
    const byKind = { stage: 0, networking: 0 };
    for (const part of partsOf(used)) {
      const usage = await this.#usageOf(part);
      for (const one of mode === undefined ? MODES : [mode]) {
        minutes[one] += usage[one].engagedMinutes;
        byKind[part.group] += usage[one].engagedMinutes;
        if (usage[one].attendees > 0) events.add(part.event);
      }
    }
    const scopes = used.map(({ row }) => row.key);
    const attendees = await this.#history.seenInAny({ scopes, mode });
    return { events: events.size, attendees, minutes, byKind };
  }

  #usageOf({ event, group, sessions }: Part): Promise<PartUsage> {
    const name = `${event} ${group}`;
    const known = this.#known.get(name) ?? this.#read(sessions);
    this.#known.set(name, known);
    return known;
  }

  async #read(sessions: readonly SessionState[]): Promise<PartUsage> {
    const scope = keptScope(sessions);
    if (scope !== undefined) return totalsNow(this.#history, scope, this.#now);
    const through = this.#now;
    const question = { sessions: sessions.map(askedSession), from: 0, to: through + 1, through };
    return (await usageOfSpan(this.#history, question)).byMode;
  }
}

function partsOf(sessions: readonly SessionState[]): Part[] {
  const parts = new Map<string, Part>();
  for (const session of sessions) {
    const group = groupOf(session.row.details.kind);
    if (group === undefined) continue;
    const event = session.row.event;
    const part = parts.get(`${event} ${group}`) ?? { event, group, sessions: [] };
    part.sessions.push(session);
    parts.set(`${event} ${group}`, part);
  }
  return [...parts.values()];
}
