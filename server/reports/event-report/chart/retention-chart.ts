import type { SinceJoinPoint } from '../../../figures/retention.ts';
import type { ReportFormats } from '../page/formats.ts';
import { type Markup, markup } from '../page/markup.ts';
import { CHART, type ChartWords, chart } from './chart.ts';
import { areaPath, linePath, type Place } from './path.ts';
import { linear } from './scale.ts';
import { niceStep } from './time-ticks.ts';

/** Part of those of whom it is known; null where it is known of nobody. */
export function shareOf({ present, known }: Pick<SinceJoinPoint, 'present' | 'known'>): number | null {
  return known === 0 ? null : present / known;
}

/** How many are still there some time after they came. */
export function retentionChart(
  points: readonly SinceJoinPoint[],
  { words, formats }: { readonly words: ChartWords; readonly formats: ReportFormats },
): Markup {
  const last = Math.max(1, points.at(-1)?.after ?? 1);
  const x = linear([0, last], [CHART.left, CHART.right]);
  const y = linear([0, 1], [CHART.bottom, CHART.top]);
  const places = points.map((point): Place => {
    const share = shareOf(point);
    return share === null ? null : [x(point.after), y(share)];
  });
  const step = niceStep(last);
  const columns = Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => {
    return { at: x(index * step), label: index === 0 ? '0' : formats.duration(index * step) };
  });
  const rows = [0, 0.25, 0.5, 0.75, 1].map((share) => ({ at: y(share), label: formats.share(share) }));
  return chart(words, {
    ...{ rows, columns },
    content: markup`<path class="area area-2" d="${areaPath(places, CHART.bottom)}"/>
<path class="line line-2" d="${linePath(places)}"/>`,
  });
}
