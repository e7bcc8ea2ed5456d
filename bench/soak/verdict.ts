import { type FigureResult, resultOf } from '../report/results.ts';
import type { Figure } from '../runner/figure.ts';
import { median } from '../runner/median.ts';
import type { Sample } from './sample.ts';

/** As many in any run, however long: the one of an hour has one a minute. */
export const SAMPLES = 60;
/** After which caches are full and code is compiled. */
const SETTLED = 10;
const MAX_GROWTH = 1.02;

/** Around one of the samples, counted from 1, so that a single one decides nothing. */
function around(samples: readonly Sample[], place: number, figure: (sample: Sample) => number): number {
  const to = Math.min(samples.length, place + 1);
  return median(samples.slice(to - 3, to).map(figure));
}

function grown(samples: readonly Sample[], figure: (sample: Sample) => number): number {
  return around(samples, SAMPLES, figure) / around(samples, SETTLED, figure);
}

const figureOf = (variant: string): Figure => ({
  name: 'soak',
  unit: 'MB of live objects at the end',
  variants: [],
  goals: [
    {
      title: `${variant}: live objects at the end to those after a sixth of the time`,
      of: variant,
      detail: 'heapRatio',
      atMost: MAX_GROWTH,
    },
    { title: `${variant}: resident memory, likewise`, of: variant, detail: 'rssRatio' },
    { title: `${variant}: timers, likewise`, of: variant, detail: 'timersRatio' },
    { title: `${variant}: open files, likewise`, of: variant, detail: 'openFilesRatio' },
  ],
});

/**
 * What all samples say together.
 * @throws when there are not as many as of a whole run
 */
export function verdictOn(samples: readonly Sample[], variant: string): FigureResult {
  const last = samples.at(-1);
  if (last === undefined || samples.length !== SAMPLES)
    throw new Error(`${samples.length} samples instead of ${SAMPLES}`);
  const measured = {
    value: around(samples, SAMPLES, ({ heapMB }) => heapMB),
    details: {
      minutes: last.minutes,
      heapRatio: grown(samples, ({ heapMB }) => heapMB),
      rssRatio: grown(samples, ({ rssMB }) => rssMB),
      timersRatio: grown(samples, ({ timers }) => timers),
      openFilesRatio: grown(samples, ({ openFiles }) => openFiles ?? Number.NaN),
      rssMB: last.rssMB,
      rows: last.rows,
      fileMB: last.fileMB,
    },
  };
  return resultOf(figureOf(variant), new Map([[variant, [measured]]]));
}
