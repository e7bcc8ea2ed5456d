import type { PaceKeeper } from '../gateway/pace/pace-keeper.ts';
import type { ScrapedMetrics } from './scraped-metrics.ts';

/** How often clients are asked to beat, and why. */
export function observePace(scraped: ScrapedMetrics, paces: Pick<PaceKeeper, 'current' | 'figures'>): void {
  scraped.gauge(
    'headcount_heartbeat_seconds',
    'Heartbeat that clients are asked for.',
    () => paces.current.heartbeatMs / 1000,
  );
  scraped.gauge(
    'headcount_heartbeat_timeout_seconds',
    'Silence after which who is told this heartbeat is gone.',
    () => paces.current.timeoutMs / 1000,
  );
  scraped.gauge(
    'headcount_heartbeat_presences',
    'Connections in a session, which must beat.',
    () => paces.figures.presences,
  );
  scraped.gauge(
    'headcount_heartbeat_cost_seconds',
    'CPU of one heartbeat, as measured here.',
    () => paces.figures.costMs / 1000,
  );
  scraped.gauge(
    'headcount_heartbeat_core_ratio',
    'Share of a core that heartbeats take at this pace; the budget is HEARTBEAT_BUDGET.',
    () => paces.figures.share,
  );
  scraped.totals('headcount_heartbeat_changes_total', 'Changes of the heartbeat.', 'direction', {
    *[Symbol.iterator]() {
      yield ['slower', paces.figures.raised] as const;
      yield ['faster', paces.figures.lowered] as const;
    },
  });
}
