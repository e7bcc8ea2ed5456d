import { Random } from '../../../server/demo/random.ts';
import { openRaw } from '../../runner/raw-sql.ts';

const ASKED = 100;

/** Whom and what is asked about: the tenant's, in no order, the same in every run. */
export interface Targets {
  readonly events: readonly string[];
  /** With networking rooms. */
  readonly hubs: readonly string[];
  readonly sessions: readonly string[];
  /** The event with registrations, and its room with most of them. */
  readonly registered: { readonly event: string; readonly session: string };
  /** People of events. */
  readonly people: readonly { readonly event: string; readonly attendee: string }[];
}

const EVENTS = 'SELECT id FROM events WHERE tenant = 1 ORDER BY key';
const SESSIONS = 'SELECT id FROM sessions WHERE tenant = 1 ORDER BY key';
const HUBS = `
SELECT DISTINCT v.id FROM sessions AS s CROSS JOIN events AS v ON v.key = s.event
WHERE s.tenant = 1 AND s.details ->> '$.kind' = 'networking' ORDER BY v.key`;
const REGISTERED = `
SELECT (
  SELECT id FROM events WHERE key IN (SELECT event FROM registrations)
) AS event, (
  SELECT s.id
  FROM sessions AS s CROSS JOIN registrations AS g ON g.scope = s.key
  GROUP BY s.key ORDER BY count(*) DESC LIMIT 1
) AS session`;
const PERSON = `
SELECT v.id AS event, a.id AS attendee
FROM events AS v
CROSS JOIN attendance AS t ON t.scope = v.key AND t.attendee >= ?2
CROSS JOIN attendees AS a ON a.key = t.attendee
WHERE v.tenant = 1 AND v.id = ?1
ORDER BY t.attendee LIMIT 1`;
const HIGHEST = 'SELECT max(key) AS key FROM attendees WHERE tenant = 1';

export async function targetsOf(folder: string): Promise<Targets> {
  const raw = await openRaw(folder);
  const ids = async (sql: string) => (await raw.all<{ id: string }>(sql)).map(({ id }) => id);
  const [events, sessions, hubs] = [await ids(EVENTS), await ids(SESSIONS), await ids(HUBS)];
  const [registered] = await raw.all<Targets['registered']>(REGISTERED);
  if (registered === undefined) throw new Error('nobody is registered');
  const [highest] = await raw.all<{ key: number }>(HIGHEST);
  const random = new Random(1);
  const any = (list: readonly string[]) => list[Math.floor(random.next() * list.length)] ?? '';
  const some = (list: readonly string[]) => Array.from({ length: ASKED }, () => any(list));
  const people: Targets['people'][number][] = [];
  for (const event of some(events)) {
    const key = Math.floor(random.next() * (highest?.key ?? 0));
    people.push(...(await raw.all<Targets['people'][number]>(PERSON, [event, key])));
  }
  await raw.close();
  return { events: some(events), hubs: some(hubs), sessions: some(sessions), registered, people };
}
