import { afterEach, expect, test, vi } from 'vitest';
import { makeInProcess } from '../../server/reports/report-process.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('a process that cannot even begin says why', async () => {
  vi.stubEnv('NODE_OPTIONS', '--require ./there-is-no-such-module.cjs');
  const making = { database: 'x', folder: 'x', event: 1, code: 'x', timeZone: 'UTC' };
  const span = { from: 0, to: 1, dayStarts: [0] };
  const { result } = makeInProcess({ ...making, span }, () => {});
  const made = await result;
  expect(made.kind).toBe('failed');
  expect(made).toHaveProperty('error', expect.stringContaining('there-is-no-such-module'));
});
