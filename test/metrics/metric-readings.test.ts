import { Counter, Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { MetricReadings } from '../../server/metrics/metric-readings.ts';

test('a registry is read by name, and what is not there is not known', async () => {
  const registers = [new Registry()];
  new Counter({ name: 'a_total', help: '-', registers }).inc(3);
  const seconds = new Histogram({ name: 'b_seconds', help: '-', buckets: [0.1, 1], registers });
  const read = () => MetricReadings.of(registers[0] ?? new Registry());
  expect((await read()).quantile('b_seconds', 0.99)).toBeNull();
  for (let index = 0; index < 99; index++) seconds.observe(0.05);
  seconds.observe(0.5);
  const readings = await read();
  expect([readings.value('a_total'), readings.value('c')]).toEqual([3, null]);
  expect(readings.samples('b_seconds').count).toBe(100);
  expect([readings.quantile('b_seconds', 0.99), readings.quantile('b_seconds', 1)]).toEqual([0.1, 1]);
  for (let index = 0; index < 100; index++) seconds.observe(9);
  expect((await read()).quantile('b_seconds', 0.99)).toBeNull();
});
