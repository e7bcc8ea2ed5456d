import fc from 'fast-check';
import { expect } from 'vitest';
import type { TestServer } from '../../support/test-server.ts';
import type { MarkedTenant } from './marked-tenant.ts';
import { allRoutes, type Shot, shotAt, Values } from './shots.ts';

/** An id that nobody has, of the same look. */
function unknownFor(id: string, foreign: MarkedTenant): string {
  if (id.includes(foreign.idMark)) return id.replace(foreign.idMark, 'xqnobody');
  if (/^\d+$/.test(id)) return `99${id.slice(2)}`;
  return id.replace(/[0-9a-f]/g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));
}

/** Turns a text about another tenant's ids into the same about ids that nobody has. */
export function swapper(foreign: MarkedTenant): (text: string) => string {
  const pairs = Object.values(foreign.ids)
    .flat()
    .toSorted((a, b) => b.length - a.length)
    .map((id) => [id, unknownFor(id, foreign)] as const);
  return (text) => pairs.reduce((swapped, [id, unknown]) => swapped.replaceAll(id, unknown), text);
}

/** What of an answer may differ: what was asked for, times, and what is random. */
function scrubbed(text: string, foreign: MarkedTenant): string {
  return swapper(foreign)(text)
    .replace(/\d{4}-\d\d-\d\d[T ][\d:.]+Z?/g, '<time>')
    .replace(/\d+\.\d+/g, '<seconds>')
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+|hc_\w+|whsec_[\w+/=]+|[0-9a-f]{12,}|\d{12,}/g, '<random>')
    .replace(/[\w-]{30,}/g, '<random>');
}

/** Whether an organization may be made of an id. Its id is unique on the server, so one that is taken shows by being refused. */
const MAKES_ORGANIZATIONS = 'PUT /v1/organizations/{id}';
const IMPORTS = 'POST /v1/import';
/** What one of two like requests may run into, and the other not yet. */
const LIMITS = /too_many_|import_running|import_conflict|"status":429/;

export interface Trespasses {
  readonly server: TestServer;
  readonly own: MarkedTenant;
  readonly foreign: MarkedTenant;
  readonly runs: number;
  readonly seed: number;
}

/** Asks at random about another tenant, and about ids that nobody has: both are answered alike, and nothing of the other comes out. */
export async function trespass({ server, own, foreign, runs, seed }: Trespasses): Promise<void> {
  const routes = allRoutes();
  const credentials = own.credentials(foreign);
  const swap = swapper(foreign);

  const ask = async ({ path, ...call }: Shot) => {
    const answer = await server.call(path, { ...call, token: null });
    return {
      status: answer.status,
      text: answer.text,
      all: answer.text + JSON.stringify([...answer.headers]),
    };
  };

  await fc.assert(
    fc.asyncProperty(fc.gen(), async (gen) => {
      const values = new Values(gen, own, foreign);
      const credential = values.one(credentials);
      const shot = shotAt(values.one(routes), values);
      const unknown = JSON.parse(swap(JSON.stringify(shot))) as Shot;
      const answer = await ask(
        withToken(
          shot,
          credential.text((text) => text),
        ),
      );
      const what = `${credential.name}: ${JSON.stringify(shot)}`;
      expect(answer.all.toLowerCase(), what).not.toContain(foreign.secretMark);
      if (!isComparable(shot, unknown)) return;
      const answerToUnknown = await ask(withToken(unknown, credential.text(swap)));
      if (LIMITS.test(answer.text + answerToUnknown.text)) return;
      // What it has stored of the own people, the second finds there.
      if (shot.route === IMPORTS && answer.status === 200) return;
      const told = ({ status, text }: typeof answer) =>
        shot.method !== 'GET' && status < 300 ? 'done' : { status, text: scrubbed(text, foreign) };
      expect(told(answer), what).toEqual(told(answerToUnknown));
    }),
    { numRuns: runs, seed, endOnFailure: true },
  );
}

/** Whether the second of two like requests is answered as the first, if nobody knows more of the one than of the other. */
function isComparable(shot: Shot, unknown: Shot): boolean {
  if (shot.route === MAKES_ORGANIZATIONS || isSame(shot, unknown)) return false;
  // What the first has changed of the own, the second finds changed.
  return shot.method === 'PUT' || shot.method === 'DELETE' ? shot.path !== unknown.path : true;
}

/** Nothing foreign is in it. */
function isSame(shot: Shot, unknown: Shot): boolean {
  return shot.path === unknown.path && shot.body === unknown.body;
}

function withToken(shot: Shot, token: string): Shot {
  const credential = { authorization: `Bearer ${token}`, key: token, 'brella-api-access-token': token };
  return { ...shot, headers: { ...shot.headers, ...credential } };
}
