import type { History } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Mode } from '../protocol/client-messages.ts';
import { type AttendeeFigures, attendeeFigures, byAttendee, type SessionFacts } from './attendee-figures.ts';

export interface ModeSummary {
  readonly attendees: number;
  readonly views: number;
  readonly watchSeconds: number;
  /** Over those who watched at all; null when nobody did. */
  readonly averageWatchSeconds: number | null;
  readonly engagedMinutes: number;
}

export interface SessionSummary {
  readonly attendees: number;
  readonly byMode: Readonly<Record<Mode, ModeSummary>>;
  /** By number of attendees, then by code. */
  readonly countries: readonly { readonly country: string; readonly attendees: number }[];
}

/** So many attendees are read at a time. */
const PAGE = 2000;

/** Every attendee of a session with their figures, in order of key, in bounded memory. */
export async function* sessionAttendees(
  history: History,
  session: ScopeKey,
  facts: SessionFacts,
): AsyncGenerator<AttendeeFigures> {
  for (let afterAttendee = 0; ; ) {
    const groups = byAttendee(await history.slicesByAttendee({ session, afterAttendee, limit: PAGE }));
    for (const slices of groups) {
      const figures = attendeeFigures(slices, facts);
      if (figures !== undefined) yield figures;
    }
    const last = groups.at(-1)?.[0];
    if (last === undefined || groups.length < PAGE) return;
    afterAttendee = last.attendeeKey;
  }
}

class ModeTotals {
  attendees = 0;
  views = 0;
  watchMs = 0;
  watchers = 0;
  engagedMinutes = 0;

  add({ byMode }: AttendeeFigures, mode: Mode): void {
    const { attended, isView, watchMs, engagedMinutes } = byMode[mode];
    if (attended) this.attendees++;
    if (isView) this.views++;
    if (watchMs > 0) this.watchers++;
    this.watchMs += watchMs;
    this.engagedMinutes += engagedMinutes;
  }

  summary(): ModeSummary {
    const { attendees, views, watchMs, watchers, engagedMinutes } = this;
    const averageWatchSeconds = watchers === 0 ? null : Math.round(watchMs / watchers) / 1000;
    return { attendees, views, watchSeconds: watchMs / 1000, averageWatchSeconds, engagedMinutes };
  }
}

export async function summarizeSession(
  history: History,
  session: ScopeKey,
  facts: SessionFacts,
): Promise<SessionSummary> {
  const totals = { live: new ModeTotals(), onDemand: new ModeTotals() };
  const countries = new Map<string, number>();
  let attendees = 0;
  for await (const figures of sessionAttendees(history, session, facts)) {
    attendees++;
    totals.live.add(figures, 'live');
    totals.onDemand.add(figures, 'onDemand');
    countries.set(figures.country, (countries.get(figures.country) ?? 0) + 1);
  }
  return {
    attendees,
    byMode: { live: totals.live.summary(), onDemand: totals.onDemand.summary() },
    countries: [...countries]
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      .map(([country, count]) => ({ country, attendees: count })),
  };
}
