import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute } from '../../../../server/dashboard/router/route.ts';
import {
  type HistoryAsk,
  readAsk,
  writeAsk,
} from '../../../../server/dashboard/store/history/history-ask.ts';
import { TEN } from '../../fixtures/counters.ts';

const TODAY: HistoryAsk = { range: 'today', step: null, clock: null, against: { kind: 'none' } };

describe('what is chosen in the history', () => {
  it.each<[string, HistoryAsk]>([
    ['a preset', TODAY],
    ['a range', { ...TODAY, range: { from: TEN, to: TEN + 1 }, step: 'hour' }],
    ['the time before', { ...TODAY, clock: 'reader', against: { kind: 'before' } }],
    [
      'another session',
      { ...TODAY, range: 'whole', against: { kind: 'other', scope: 'session:a/b&c', from: TEN } },
    ],
  ])('stands in the address: %s', (_name, ask) => {
    const place = { scope: 'event:demo', parent: null, view: 'history' } as const;
    const route = parseRoute(formatRoute({ ...place, query: writeAsk(ask) }));
    expect(route).toMatchObject(place);
    expect(readAsk(route.query ?? {})).toEqual(ask);
  });

  it('is today where the address says nothing, or nothing that makes sense', () => {
    expect(readAsk({})).toEqual(TODAY);
    const senseless = {
      from: '2026-03-02T10:00Z',
      to: '2026-03-01T10:00Z',
      with: 'x',
      range: 'ever',
      step: 'year',
    };
    expect(readAsk(senseless)).toEqual(TODAY);
  });
});
