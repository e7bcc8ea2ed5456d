import { beforeAll, describe, expect, test } from 'vitest';
import { Contract } from '../support/contract.ts';
import type { Answer } from '../support/rest.ts';
import type { Tenant } from '../support/tenant.ts';
import { useTestServer } from '../support/test-server.ts';

const OPERATION = 'POST /v1/import';
const TYPE = { 'content-type': 'application/x-ndjson' };
const DAY = Date.UTC(2026, 2, 2);

const server = useTestServer();
let contract: Contract;
beforeAll(async () => {
  contract = await Contract.of(server);
});

type Line = Record<string, unknown>;

const at = (seconds: number) => new Date(DAY + seconds * 1000).toISOString();
const ndjson = (lines: readonly Line[]) => lines.map((line) => JSON.stringify(line)).join('\n');

function slice(id: string, attendee: string, [start, end]: [number, number], more: Line = {}): Line {
  return { kind: 'slice', id, session: 's1', attendee, start: at(start), end: at(end), ...more };
}

function reaction(id: string, attendee: string, seconds: number, more: Line = {}): Line {
  const data = { reaction: 'clap' };
  return {
    kind: 'engagement',
    id,
    session: 's1',
    attendee,
    action: 'reaction',
    data,
    at: at(seconds),
    ...more,
  };
}

const CATALOGUE: readonly Line[] = [
  { kind: 'event', id: 'e1', title: 'Spring' },
  { kind: 'session', id: 's1', event: 'e1', title: 'Keynote' },
];

async function send(
  tenant: Tenant,
  body: string | readonly Line[],
  { headers = {}, token }: { headers?: Record<string, string>; token?: string } = {},
): Promise<Answer> {
  const answer = await tenant.call('/v1/import', {
    method: 'POST',
    body: typeof body === 'string' ? body : ndjson(body),
    headers: { ...TYPE, ...headers },
    ...(token === undefined ? {} : { token }),
  });
  contract.expectKept(OPERATION, answer);
  return answer;
}

export const errorsOf = ({ json }: Answer) =>
  (json.errors as { line: number; path: string }[]).map(({ line, path }) => [line, path]);

describe('a good import', () => {
  test('makes the catalogue, and the past with it', async () => {
    const tenant = server.tenant();
    const answer = await send(tenant, [
      ...CATALOGUE,
      slice('a1', 'ann', [0, 90]),
      slice('b1', 'bob', [30, 60]),
      reaction('r1', 'ann', 45),
    ]);
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
    expect(answer.json).toMatchObject({
      lines: 5,
      applied: { organization: 0, event: 1, session: 1, slice: 2, engagement: 1 },
      repeated: 0,
      conflicts: [],
    });
    expect((await tenant.call('/v1/sessions/s1')).json).toMatchObject({ title: 'Keynote', event: 'e1' });
    expect(await tenant.slices('s1')).toMatchObject([
      { id: 'a1', attendee: 'ann', start: at(0), end: at(90), countedUntil: at(90), endedBy: 'leave' },
      { id: 'b1', attendee: 'bob' },
    ]);
    const { json } = await tenant.call(`/v1/series/session:s1?from=${at(0)}&to=${at(180)}&step=minute`);
    expect(json.points).toMatchObject([
      {
        peak: 2,
        peakAt: at(30),
        minimum: 1,
        average: 1.5,
        joins: 2,
        leaves: 0,
        uniques: 2,
        engagement: { reaction: 1 },
      },
      { peak: 1, minimum: 0, average: 0.5, joins: 0, leaves: 2, uniques: 1 },
      { peak: null },
    ]);
    for (const scope of ['session:s1', 'event:e1'] as const) {
      expect(await tenant.counters(scope)).toMatchObject({
        peak: { value: 2, at: at(30) },
        uniques: 2,
        watchSeconds: 120,
        engagement: { reaction: 1 },
      });
    }
    const { json: summary } = await tenant.call('/v1/sessions/s1/summary');
    expect(summary).toMatchObject({ attendees: 2, peak: { value: 2, at: at(30) } });
  });
});
