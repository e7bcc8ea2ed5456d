import type { ScrapedMetrics } from './scraped-metrics.ts';

/** The last self-check of this node. */
export function observeCheck(
  scraped: ScrapedMetrics,
  check: {
    readonly isSound: boolean;
    readonly differences: number;
    readonly checkedAt: number | null;
  },
): void {
  scraped.gauge('headcount_history_sound', '0 when the last nightly check found the file damaged.', () =>
    Number(check.isSound),
  );
  scraped.gauge(
    'headcount_check_differences',
    'Differences that the last self-check found.',
    () => check.differences,
  );
  scraped.gauge(
    'headcount_check_timestamp_seconds',
    'Log time of the last self-check; 0 before the first.',
    () => (check.checkedAt ?? 0) / 1000,
  );
}
