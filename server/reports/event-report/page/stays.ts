import { retentionChart, shareOf } from '../chart/retention-chart.ts';
import { niceStep } from '../chart/time-ticks.ts';
import type { EventReport } from '../event-report.ts';
import type { RetentionCurves } from '../retention-curves.ts';
import type { ReportFormats } from './formats.ts';
import { type Markup, markup } from './markup.ts';
import { goneSection, section, table } from './parts.ts';
import { texts } from './texts.ts';

const ROWS = 12;
const PERCENTS = [10, 25, 50, 75, 90, 95] as const;

function percentiles({ stayMs }: RetentionCurves, formats: ReportFormats): Markup {
  const { percentile, mean, percentiles: title } = texts.retention;
  const write = (ms: number | null) => (ms === null ? texts.none : formats.duration(ms));
  const rows = PERCENTS.map((percent) => [percentile(percent), write(stayMs[`p${percent}`])]);
  return table({ columns: [title, ''], rows: [...rows, [mean, write(stayMs.mean)]] });
}

function dropOff({ sinceJoin, stepMs }: RetentionCurves, formats: ReportFormats): Markup {
  const last = sinceJoin.at(-1)?.after ?? 0;
  const length = Math.ceil(Math.max(stepMs, niceStep(last, ROWS - 1)) / stepMs) * stepMs;
  const rows = sinceJoin
    .filter(({ after }) => after % length === 0)
    .map((point) => {
      const share = shareOf(point);
      return [
        point.after === 0 ? '0' : formats.duration(point.after),
        formats.count(point.present),
        formats.count(point.known),
        share === null ? texts.none : formats.share(share),
      ];
    });
  return table({ columns: texts.retention.columns, rows });
}

export function staysSection({ retention }: EventReport, formats: ReportFormats): Markup {
  const { title, caption, description, half, noHalf } = texts.retention;
  if (retention === null) return goneSection(title);
  const below = retention.sinceJoin.find((point) => (shareOf(point) ?? 1) < 0.5);
  const words = {
    ...{ id: 'retention', title },
    description: description(below === undefined ? noHalf : half(formats.duration(below.after))),
  };
  const content = markup`<figure><figcaption>${caption}</figcaption>
${retentionChart(retention.sinceJoin, { words, formats })}</figure>
<div class="columns"><div>${percentiles(retention, formats)}</div><div>${dropOff(retention, formats)}</div></div>`;
  return section(title, retention.dataThrough, content, formats);
}
