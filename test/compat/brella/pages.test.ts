import { describe, expect, test } from 'vitest';
import { CLICKER, LISTS, PLACE, placeOf, useBrella } from './brella-world.ts';
import { inSession, VISITS } from './resources.ts';

const brella = useBrella();
const { ask } = brella;

describe('pages', () => {
  const path = (list: string, size: number, number: number) =>
    `/compat/brella/api/integration${PLACE}/${list}?page%5Bsize%5D=${size}&page%5Bnumber%5D=${number}`;

  test('have links and counts', async () => {
    const { json } = await ask(`${PLACE}/tracking_session_slices?page[size]=1&page[number]=2`);
    expect(json).toEqual({
      data: [{ ...VISITS[1], relationships: inSession }],
      links: {
        self: path('tracking_session_slices', 1, 2),
        first: path('tracking_session_slices', 1, 1),
        prev: path('tracking_session_slices', 1, 1),
        next: null,
        last: path('tracking_session_slices', 1, 2),
      },
      meta: { 'total-count': 2, 'total-pages': 2, 'current-page': 2, 'page-size': 1 },
    });
  });

  test('of tracking sessions include what belongs to them alone', async () => {
    const place = CLICKER;
    const { json } = await ask(`${place}/tracking_sessions?page[size]=1&page[number]=2`);
    expect(json).toMatchObject({
      data: [{ attributes: { 'interaction-count': 2 } }],
      included: [{ id: '78' }, { type: 'tracking-session-slice' }, { type: 'tracking-session-slice' }],
      meta: { 'total-count': 2 },
    });
  });

  test('behind the last are empty, and of nothing there are none', async () => {
    for (const list of LISTS) {
      const behind = await ask(`${PLACE}/${list}?page[number]=9`);
      expect(behind).toMatchObject({ status: 200, json: { data: [], links: { next: null } } });
      expect((await ask(`${placeOf('9')}/${list}?page[size]=5`)).status).toBe(204);
    }
  });
});

test('whole lists that are taken out are known afterwards, by the person', async () => {
  const token = brella.own.token('boss', { role: 'admin' });
  const seen = async () => {
    await brella.own.settled();
    const { json } = await brella.own.call('/v1/audit?limit=1000', { token });
    return (json.items as { action: string; target: string; details: Record<string, unknown> }[]).filter(
      ({ action, details }) =>
        action === 'export' && Array.isArray(details.filters) && details.filters.includes('mark'),
    );
  };
  for (const list of LISTS) {
    await ask(`${PLACE}/${list}?mark=1&tracking_type=time_spent`);
    await ask(`${PLACE}/${list}?mark=1&page[size]=5`);
  }
  const told = (await seen()).map(({ target, details }) => [target, details]);
  expect(told.reverse()).toEqual(
    LISTS.map((list) => [
      'attendee:7',
      { format: 'brella', list, event: '42', filters: ['mark', 'tracking_type'] },
    ]),
  );
});
