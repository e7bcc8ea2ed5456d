import type { EventReport } from '../event-report.ts';
import type { ReportFormats } from './formats.ts';
import { type Markup, markup } from './markup.ts';
import { section } from './parts.ts';
import { texts } from './texts.ts';

interface Tile {
  readonly label: string;
  readonly value: string;
  readonly more: string;
}

const sumOf = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

function tilesOf({ summary, retention, sessions }: EventReport, formats: ReportFormats): Tile[] {
  const { count } = formats;
  const { attendees, peak, byMode, countries } = summary;
  const { live, onDemand } = byMode;
  const watch = (live.watchSeconds + onDemand.watchSeconds) * 1000;
  const interactions = sumOf(summary.engagement);
  const { p50, mean } = retention?.stayMs ?? { p50: null, mean: null };
  const each = (sum: number, write: (value: number) => string) =>
    attendees === 0 ? texts.none : write(sum / attendees);
  const { key } = texts;
  return [
    {
      label: key.attendees,
      value: count(attendees),
      more: key.registered(count(summary.registered), count(summary.noShows)),
    },
    { label: key.peak, value: count(peak.value), more: peak.at === null ? '' : formats.instant(peak.at) },
    {
      label: key.stay,
      value: p50 === null ? texts.none : formats.duration(p50),
      more: mean === null ? '' : key.stayMean(formats.duration(mean)),
    },
    { label: key.watch, value: formats.duration(watch), more: key.watchEach(each(watch, formats.duration)) },
    {
      label: key.views,
      value: count(live.views + onDemand.views),
      more: key.viewsByMode(count(live.views), count(onDemand.views)),
    },
    { label: key.minutes, value: count(live.engagedMinutes + onDemand.engagedMinutes), more: '' },
    {
      label: key.engagement,
      value: count(interactions),
      more: key.engagementEach(each(interactions, formats.average)),
    },
    {
      label: key.sessions,
      value: count(sessions.rows.length + sessions.more),
      more: key.countries(count(countries.length)),
    },
  ];
}

export function keyFigures(report: EventReport, formats: ReportFormats): Markup {
  const tiles = tilesOf(report, formats).map(
    ({ label, value, more }, index) =>
      markup`<div class="${index < 2 ? 'first' : ''}"><dt>${label}</dt><dd class="value">${value}</dd><dd class="more">${more}</dd></div>`,
  );
  return section(
    texts.key.title,
    report.summary.dataThrough,
    markup`<dl class="tiles">${tiles}</dl>`,
    formats,
  );
}
