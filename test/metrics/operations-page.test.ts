import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { observeCheck } from '../../server/metrics/check.ts';
import { observeGateway } from '../../server/metrics/gateway.ts';
import { observeLog, observePipeline } from '../../server/metrics/log.ts';
import { Metrics } from '../../server/metrics/metrics.ts';
import { observeWebhooks } from '../../server/metrics/webhooks.ts';

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

/** Whatever is asked of it; no value is read where only names are wanted. */
const hollow: unknown = new Proxy(() => hollow, { get: () => hollow });
const sources = hollow as never;

/** Names of all metrics that a server of any kind has. */
function metricNames(): string[] {
  const { registry, scraped } = new Metrics();
  observeGateway(scraped, sources);
  observePipeline(scraped, sources);
  observeWebhooks(scraped, sources, sources);
  observeCheck(scraped, sources);
  observeLog(scraped, sources);
  return registry.getMetricsAsArray().map(({ name }) => name);
}

const named = (text: string) => new Set(text.match(/\b(headcount|nodejs|process)_[a-z0-9_]+[a-z0-9]/g));
const names = metricNames();

it('every metric of ours is explained', () => {
  const explained = named(read('docs/operations.md'));
  const ours = names.filter((name) => name.startsWith('headcount_'));
  expect(ours.length).toBeGreaterThan(30);
  expect(ours.filter((name) => !explained.has(name))).toEqual([]);
});

it.each(['docs/operations.md', 'docs/operations/alerts.yml', 'docs/operations/grafana-dashboard.json'])(
  '%s names no metric that is not there',
  (file) => {
    const known = new Set(names.flatMap((name) => [name, `${name}_bucket`, `${name}_sum`, `${name}_count`]));
    const used = [...named(read(file))].filter((name) => name !== 'process_' && name !== 'nodejs_');
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  },
);

it('every alert is explained', () => {
  const alerts = [...read('docs/operations/alerts.yml').matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
  expect(alerts.length).toBeGreaterThan(10);
  for (const alert of alerts) expect(read('docs/operations.md')).toContain(`\`${alert}\``);
});
