import { expect, it } from 'vitest';
import { changeOf, summaryChanges } from '../../server/figures/change.ts';
import { SpanSums } from '../../server/figures/span-totals.ts';

it.each([
  [410, 205, { difference: 205, percent: 100 }],
  [40, 52, { difference: -12, percent: -23.08 }],
  [0.3, 0.1, { difference: 0.2, percent: 200 }],
  [5, 0, { difference: 5, percent: null }],
  [0, 0, { difference: 0, percent: null }],
  [null, 5, { difference: null, percent: null }],
  [5, null, { difference: null, percent: null }],
])('from %j, before %j', (now, before, change) => {
  expect(changeOf(now, before)).toEqual(change);
});

it('is of the peak and of all engagement together, and of nothing that is not known', () => {
  const summary = (peak: number, engagement: Record<string, number>) => ({
    ...new SpanSums().totals(),
    ...{ peak: { value: peak, at: 1 }, engagement, engagedAttendees: 1, engagedPercent: 50 },
  });
  const changes = summaryChanges(summary(3, { reaction: 2, 'chat.message': 2 }), summary(2, { reaction: 1 }));
  expect(changes).toMatchObject({
    peak: { difference: 1, percent: 50 },
    engagement: { difference: 3, percent: 300 },
    attendees: { difference: 0, percent: null },
    byMode: { live: { views: { difference: 0 } } },
  });
  const unknown = summaryChanges(summary(3, {}), null);
  expect(unknown.peak).toEqual({ difference: null, percent: null });
  expect(unknown.byMode.onDemand.attendees).toEqual({ difference: null, percent: null });
});
