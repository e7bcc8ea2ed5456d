import { beforeAll, describe, expect, test } from 'vitest';
import { type ReadSheet, readSheets, settledReport } from '../../support/reports.ts';
import type { Tenant } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';

const CODE = 'SUMMIT';
const RANGE = { from: '2026-05-04', to: '2026-05-05' };
const APP = `/compat/crowdcomms/apps/${CODE}`;

const slice = (session: string, attendee: string, span: string, country?: string) => {
  const [start = '', end = ''] = span.split('/');
  return { kind: 'slice', id: `${session}/${attendee}/${start}`, session, attendee, start, end, country };
};

const act = (attendee: string, at: string, action: string, data: object) => {
  return { kind: 'engagement', id: `${attendee}/${at}`, session: 'garden', attendee, action, data, at };
};

/** Berlin is two hours ahead: its 5th of May begins at 22:00. */
const LINES = [
  { kind: 'event', id: 'summit', title: 'Summit', shortCode: CODE, timeZone: 'Europe/Berlin' },
  {
    ...{ kind: 'session', id: 'garden', event: 'summit', title: 'Garden', capacity: 50 },
    sessionKind: 'networking',
    ...{ startsAt: '2026-05-04T08:00:00Z', endsAt: '2026-05-05T16:20:00Z' },
  },
  { kind: 'session', id: 'hall', event: 'summit', title: '=Hall', sessionKind: 'networking' },
  { kind: 'session', id: 'stage', event: 'summit', title: 'Stage' },
  { kind: 'attendee', id: 'ann', name: 'A.', firstName: 'Ann', lastName: 'Ample' },
  { kind: 'attendee', id: 'bob', name: '+Bob & <Söhne>', country: 'AT' },
  slice('garden', 'ann', '2026-05-03T10:00:00Z/2026-05-03T10:05:00Z', 'GB'),
  slice('garden', 'ann', '2026-05-04T08:00:10Z/2026-05-04T08:10:00Z', 'DE'),
  slice('garden', 'ann', '2026-05-04T08:20:00Z/2026-05-04T08:30:00Z', 'FR'),
  slice('garden', 'ann', '2026-05-05T21:59:00Z/2026-05-05T22:05:00Z', 'FR'),
  slice('garden', 'bob', '2026-05-04T08:00:50Z/2026-05-04T22:30:00Z', 'CH'),
  slice('garden', 'cid', '2026-05-04T08:00:59.999Z/2026-05-04T08:01:10Z'),
  slice('hall', 'ann', '2026-05-04T12:00:00Z/2026-05-04T12:10:00Z', 'DE'),
  slice('stage', 'ann', '2026-05-04T13:00:00Z/2026-05-04T13:10:00Z', 'DE'),
  act('ann', '2026-05-04T08:01:00Z', 'bubble.join', { bubble: 'b1' }),
  act('ann', '2026-05-04T08:02:00Z', 'bubble.join', { bubble: 'b1' }),
  act('bob', '2026-05-04T08:03:00Z', 'bubble.join', { bubble: 'b1' }),
  act('ann', '2026-05-04T08:04:00Z', 'bubble.lock', { bubble: 'b1' }),
  act('ann', '2026-05-04T08:05:00Z', 'chat.message', { text: 'Hello' }),
  act('ann', '2026-05-04T08:06:10Z', 'teleport', { to: 'bob' }),
  act('ann', '2026-05-04T08:06:20Z', 'teleport', { to: 'cid' }),
  act('ann', '2026-05-04T08:06:50Z', 'teleport', { to: 'bob' }),
  act('ann', '2026-05-04T08:07:00Z', 'teleport', { to: 'bob' }),
  act('bob', '2026-05-04T22:15:00Z', 'bubble.join', { bubble: 'b2' }),
  act('cid', '2026-05-06T08:00:00Z', 'bubble.join', { bubble: 'b1' }),
];

/** Every sheet cell by cell, with its header. A text that a spreadsheet would take for a formula has an apostrophe. */
const EXPECTED: readonly ReadSheet[] = [
  {
    name: 'High Level (detailed view)',
    rows: [
      [
        ...['Event id/short-code', 'Start Date', 'End Date', 'Room name', 'Privacy', 'Room capacity'],
        ...['Start Time', 'End Time', 'Duration'],
      ],
      [CODE, '2026-05-04', '2026-05-05', 'Garden', 'Y', 50, '10:00', '18:20', 32.33],
      [CODE, null, null, "'=Hall", 'Y', null, null, null, null],
    ],
  },
  {
    name: 'User by countries',
    rows: [
      ['Event id/short-code', 'Room name', 'Privacy', 'Country', 'Num users'],
      [CODE, 'Garden', 'Y', 'Switzerland', 1],
      [CODE, 'Garden', 'Y', 'Germany', 1],
      [CODE, 'Garden', 'Y', 'France', 1],
      [CODE, 'Garden', 'Y', 'Unknown', 1],
      [CODE, "'=Hall", 'Y', 'Germany', 1],
    ],
  },
  {
    name: 'Usage graph',
    rows: [
      [
        ...['Event id/short-code', 'Room name', 'Privacy', 'Total Users Join', 'Total Unique User Join'],
        'Start Date and Time',
      ],
      [CODE, 'Garden', 'Y', 3, 3, '2026-05-04 10:00'],
      [CODE, 'Garden', 'Y', 1, 1, '2026-05-04 10:20'],
      [CODE, 'Garden', 'Y', 1, 1, '2026-05-05 23:59'],
      [CODE, "'=Hall", 'Y', 1, 1, '2026-05-04 14:00'],
    ],
  },
  {
    name: 'Usage (detailed view)',
    rows: [
      ['Event id/short-code', 'Room name', 'Privacy', 'User id', 'Attendee', 'Count of entry'],
      [CODE, 'Garden', 'Y', 'ann', 'Ann Ample', 3],
      [CODE, 'Garden', 'Y', 'bob', "'+Bob & <Söhne>", 1],
      [CODE, 'Garden', 'Y', 'cid', 'cid', 1],
      [CODE, "'=Hall", 'Y', 'ann', 'Ann Ample', 1],
    ],
  },
  {
    name: 'User engagement (high level)',
    rows: [
      [
        ...['Event id/short-code', 'Room name', 'User', 'No of bubbles made', 'Chat interaction'],
        ...['No of teleportation', 'Country', 'Date'],
      ],
      [CODE, 'Garden', 'Ann Ample', 1, 'Y', 4, 'Germany', '2026-05-04'],
      [CODE, 'Garden', 'Ann Ample', 0, 'N', 0, 'France', '2026-05-05'],
      [CODE, 'Garden', "'+Bob & <Söhne>", 1, 'N', 0, 'Switzerland', '2026-05-04'],
      [CODE, 'Garden', "'+Bob & <Söhne>", 1, 'N', 0, 'Switzerland', '2026-05-05'],
      [CODE, 'Garden', 'cid', 0, 'N', 0, 'Unknown', '2026-05-04'],
      [CODE, "'=Hall", 'Ann Ample', 0, 'N', 0, 'Germany', '2026-05-04'],
    ],
  },
  {
    name: 'User level engagement (bubble)',
    rows: [
      [
        ...['Event id/short-code', 'User id', 'User', 'Room name', 'Bubble id', 'Lock bubble'],
        ...['Total number of people in bubble', 'Start Date and Time'],
      ],
      [CODE, 'ann', 'Ann Ample', 'Garden', 'b1', 'Y', 3, '2026-05-04 10:01'],
      [CODE, 'bob', "'+Bob & <Söhne>", 'Garden', 'b1', 'Y', 3, '2026-05-04 10:03'],
      [CODE, 'bob', "'+Bob & <Söhne>", 'Garden', 'b2', 'N', 1, '2026-05-05 00:15'],
    ],
  },
  {
    name: 'User level engagement(teleport)',
    rows: [
      [
        ...['Event id/short-code', 'User id', 'User', 'Room name', 'Person teleported to'],
        ...['Num times teleported', 'Start Date and Time'],
      ],
      [CODE, 'ann', 'Ann Ample', 'Garden', "'+Bob & <Söhne>", 2, '2026-05-04 10:06'],
      [CODE, 'ann', 'Ann Ample', 'Garden', "'+Bob & <Söhne>", 1, '2026-05-04 10:07'],
      [CODE, 'ann', 'Ann Ample', 'Garden', 'cid', 1, '2026-05-04 10:06'],
    ],
  },
];

const server = useTestServer();
let tenant: Tenant;
const ask = (path: string) => tenant.call(path);

/** Asks for a report and gives its status when it is settled. */
async function reported(range: object = RANGE): Promise<Record<string, unknown>> {
  const { status, json } = await tenant.call(`${APP}/reports/smart-sessions`, {
    method: 'POST',
    body: range,
  });
  expect(status).toBe(202);
  const settled = await settledReport(ask, `${APP}/reports/${json.reportId}`);
  expect(settled.json).toMatchObject({ reportId: json.reportId, status: 'ready' });
  return settled.json;
}

beforeAll(async () => {
  tenant = server.tenant();
  const { status, text } = await tenant.call('/v1/import', {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: LINES.map((line) => JSON.stringify(line)).join('\n'),
  });
  expect(status, text).toBe(200);
});

describe('the workbook', () => {
  let url = '';
  beforeAll(async () => {
    url = String((await reported()).downloadUrl);
  });

  test('has all seven sheets, cell by cell', async () => {
    expect(await readSheets(url)).toEqual(EXPECTED);
  });

  test('has the same sheets as CSV', async () => {
    const id = /reports\/([0-9a-f]+)\//.exec(url)?.[1];
    for (const [index, { rows }] of EXPECTED.entries()) {
      const { status, text, headers } = await tenant.call(`${APP}/reports/${id}/file?sheet=${index + 1}`);
      expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
      const cells = text
        .trimEnd()
        .split('\r\n')
        .map((line) => line.split(','));
      const expected = rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
      expect(cells).toEqual(expected);
    }
  });
});

test('a range in which nothing happened has the rooms, and of all else the headers alone', async () => {
  const { downloadUrl } = await reported({ from: '2026-01-01', to: '2026-01-01' });
  const heads = EXPECTED.slice(1).map(({ name, rows }) => ({ name, rows: rows.slice(0, 1) }));
  expect(await readSheets(String(downloadUrl))).toEqual([EXPECTED[0], ...heads]);
});
