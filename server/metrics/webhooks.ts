import type { SenderStats } from '../webhooks/sender.ts';
import type { ScrapedMetrics } from './scraped-metrics.ts';

/** What this node sends to webhooks, on its turn. `skewMs`: how far the clock of the last receiver was ahead of this one. */
export function observeWebhooks(
  scraped: ScrapedMetrics,
  stats: () => SenderStats,
  skewMs: () => number,
): void {
  scraped.totals(
    'headcount_webhook_attempts_total',
    'Attempts to deliver to webhooks by what came of them.',
    'result',
    stats().results,
  );
  scraped.gauge('headcount_webhook_in_flight', 'Deliveries that wait for an answer.', () => stats().inFlight);
  scraped.gauge(
    'headcount_webhook_pending',
    'Deliveries that wait, on the node that sends.',
    () => stats().pending,
  );
  scraped.gauge(
    'headcount_webhook_oldest_pending_seconds',
    'Age of the oldest delivery that waits; 0 when none does.',
    () => stats().oldestAgeMs / 1000,
  );
  scraped.gauge(
    'headcount_webhook_clock_skew_seconds',
    'How far the clock of the last receiver that told its time was ahead.',
    () => skewMs() / 1000,
  );
}
