import { expect, test } from 'vitest';
import { ReportError } from '../../../server/reports/report-error.ts';
import { Checks } from '../../../server/reports/smart-sessions/checks.ts';

const at = (person: number, count: number, day = 0) => ({ room: 1, person, day, count });

/** Sheets that agree. */
function consistent(): Checks {
  const checks = new Checks();
  checks.addEntries('graph', 1, 2);
  checks.addEntries('graph', 1, 1);
  checks.addEntries('details', 1, 3);
  for (const { summary, details } of [checks.bubbles, checks.teleports]) {
    for (const count of [at(1, 2), at(2, 0), at(2, 1, 1)]) summary.add(count);
    for (const count of [at(1, 1), at(1, 1), at(2, 1, 1)]) details.add(count);
  }
  return checks;
}

test('sheets that add up are taken', () => {
  expect(() => consistent().expectEqual()).not.toThrow();
});

test.each<[string, (checks: Checks) => void]>([
  ['entries', (checks) => checks.addEntries('details', 1, 1)],
  ['entries', (checks) => checks.addEntries('graph', 2, 1)],
  ['bubbles', ({ bubbles }) => bubbles.details.add(at(2, 1, 2))],
  ['bubbles', ({ bubbles }) => bubbles.summary.add(at(3, 1, 1))],
  ['teleports', ({ teleports }) => teleports.details.add(at(2, 1, 1))],
])('%s that do not add up make the report fail with a reason', (what, breakIt) => {
  const checks = consistent();
  breakIt(checks);
  expect(() => checks.expectEqual()).toThrow(ReportError);
  const again = consistent();
  breakIt(again);
  expect(() => again.expectEqual()).toThrow(what);
});
