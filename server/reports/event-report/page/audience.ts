import type { ModeSummary } from '../../../figures/summary.ts';
import type { EventReport } from '../event-report.ts';
import type { SessionInReport } from '../side-by-side.ts';
import type { ReportFormats } from './formats.ts';
import { type Markup, markup } from './markup.ts';
import { barTable, section, table } from './parts.ts';
import { texts } from './texts.ts';

const COUNTRIES = 20;
const SESSIONS = 100;

const nothing = (text: string) => markup`<p class="soft">${text}</p>`;

function modesTable({ summary: { byMode } }: EventReport, formats: ReportFormats): Markup {
  const { live, onDemand, modes, ...words } = texts.engagement;
  const seconds = (value: number | null) => (value === null ? texts.none : formats.duration(value * 1000));
  const row = (name: string, of: (mode: ModeSummary) => string) => [
    name,
    of(byMode.live),
    of(byMode.onDemand),
  ];
  const rows = [
    row(words.attendees, (mode) => formats.count(mode.attendees)),
    row(words.views, (mode) => formats.count(mode.views)),
    row(words.watch, (mode) => seconds(mode.watchSeconds)),
    row(words.average, (mode) => seconds(mode.averageWatchSeconds)),
    row(words.minutes, (mode) => formats.count(mode.engagedMinutes)),
  ];
  return table({ columns: [modes, live, onDemand], rows });
}

export function engagementSection(report: EventReport, formats: ReportFormats): Markup {
  const { title, columns, empty } = texts.engagement;
  const rows = Object.entries(report.summary.engagement)
    .sort(([, a], [, b]) => b - a)
    .map(([action, value]) => ({ name: formats.action(action), value, cells: [formats.count(value)] }));
  const actions = rows.length === 0 ? nothing(empty) : barTable({ columns, rows });
  const content = markup`<div class="columns"><div>${actions}</div><div>${modesTable(report, formats)}</div></div>`;
  return section(title, report.summary.dataThrough, content, formats);
}

export function countriesSection({ summary }: EventReport, formats: ReportFormats): Markup {
  const { title, columns, others, empty } = texts.countries;
  const { countries, attendees: all } = summary;
  // A single one has a row of its own.
  const shown = countries.length === COUNTRIES + 1 ? countries.length : COUNTRIES;
  const rest = countries.slice(shown);
  const row = (name: string, attendees: number) => {
    const share = all === 0 ? texts.none : formats.share(attendees / all);
    return { name, value: attendees, cells: [formats.count(attendees), share] };
  };
  const rows = countries.slice(0, shown).map((one) => row(formats.country(one.country), one.attendees));
  const ofRest = rest.reduce((sum, { attendees }) => sum + attendees, 0);
  if (rest.length > 0) rows.push(row(others(formats.count(rest.length)), ofRest));
  return section(
    title,
    summary.dataThrough,
    rows.length === 0 ? nothing(empty) : barTable({ columns, rows }),
    formats,
  );
}

function sessionRow(one: SessionInReport, report: EventReport, formats: ReportFormats): (string | Markup)[] {
  const { session, attendees, peak, byMode, engagement } = one;
  const { live, onDemand } = byMode;
  const watch = live.watchSeconds + onDemand.watchSeconds;
  const interactions = Object.values(engagement).reduce((sum, count) => sum + count, 0);
  const { title, kind } = session.details;
  return [
    markup`${title} <span class="tag">${formats.kind(kind)}</span>`,
    formats.count(attendees),
    formats.count(peak.value),
    peak.at === null ? texts.none : formats.row(peak.at, report.span ?? { from: peak.at, to: peak.at }),
    formats.count(live.views + onDemand.views),
    formats.duration(watch * 1000),
    attendees === 0 ? texts.none : formats.duration((watch / attendees) * 1000),
    ...[interactions, one.registered, one.noShows].map(formats.count),
  ];
}

/** Of very many sessions the largest. */
export function sessionsSection(report: EventReport, formats: ReportFormats): Markup {
  const { title, columns, more, empty } = texts.sessions;
  const { rows, dataThrough } = report.sessions;
  const isMany = rows.length > SESSIONS;
  const shown = isMany ? rows.toSorted((a, b) => b.attendees - a.attendees).slice(0, SESSIONS) : rows;
  const left = rows.length - shown.length + report.sessions.more;
  const content =
    rows.length === 0
      ? nothing(empty)
      : markup`<div class="wide">${table({ columns, rows: shown.map((row) => sessionRow(row, report, formats)) })}</div>
${left > 0 && nothing(more(formats.count(left)))}`;
  return section(title, dataThrough, content, formats);
}
