import { Random } from '../../server/demo/random.ts';
import { ask, type Latency, latencyOf } from '../runner/asking.ts';
import type { Figure, Measured, Stage } from '../runner/figure.ts';
import { startOverHistory } from '../runner/headcount.ts';
import { openRaw } from '../runner/raw-sql.ts';

const ASKED = 200;

interface Targets {
  readonly sessions: readonly string[];
  readonly events: readonly string[];
}

/** The tenant's, in no order, the same in every run. */
async function targetsOf(folder: string): Promise<Targets> {
  const raw = await openRaw(folder);
  const ids = async (table: string) =>
    (await raw.all<{ id: string }>(`SELECT id FROM ${table} WHERE tenant = 1 ORDER BY key`)).map(
      ({ id }) => id,
    );
  const [sessions, events] = [await ids('sessions'), await ids('events')];
  await raw.close();
  const random = new Random(1);
  const some = (list: readonly string[]) =>
    Array.from({ length: ASKED }, () => list[Math.floor(random.next() * list.length)] ?? '');
  return { sessions: some(sessions), events: some(events) };
}

type Answer = (question: string) => Promise<unknown>;

interface Answers {
  readonly summary: Answer;
  readonly attendees: Answer;
  readonly eventSummary: Answer;
}

async function measure({ sessions, events }: Targets, answers: Answers): Promise<Measured> {
  const summary = await latencyOf(sessions, answers.summary);
  const attendees = await latencyOf(sessions, answers.attendees);
  const event = await latencyOf(events, answers.eventSummary);
  const details = (name: string, { p50, p99 }: Latency) => ({ [`${name}P50`]: p50, [`${name}P99`]: p99 });
  return {
    value: summary.p50,
    details: {
      ...details('summary', summary),
      ...details('attendees', attendees),
      ...details('event', event),
    },
  };
}

async function headcount(stage: Stage): Promise<Measured> {
  const folder = stage.history();
  const targets = await targetsOf(folder);
  const server = await startOverHistory(stage, folder);
  const get = async (path: string) => (await ask(server, path)).arrayBuffer();
  return measure(targets, {
    summary: (id) => get(`/v1/sessions/${id}/summary`),
    attendees: (id) => get(`/v1/sessions/${id}/attendees?limit=100`),
    eventSummary: (id) => get(`/v1/events/${id}/summary`),
  });
}

const TOTALS = 'SELECT * FROM totals WHERE scope = (SELECT key FROM sessions WHERE id = ?1)';
const EVENT_TOTALS = 'SELECT * FROM totals WHERE scope = (SELECT key FROM events WHERE id = ?1)';
const PAGE = `
SELECT t.*, a.id, a.name, a.email FROM attendance AS t CROSS JOIN attendees AS a ON a.key = t.attendee
WHERE t.scope = (SELECT key FROM sessions WHERE id = ?1) ORDER BY t.attendee LIMIT 100`;

async function rawSql(stage: Stage): Promise<Measured> {
  const folder = stage.history();
  const targets = await targetsOf(folder);
  const raw = await openRaw(folder);
  const run = (sql: string) => async (id: string) => JSON.stringify(await raw.all(sql, [id]));
  const measured = await measure(targets, {
    summary: run(TOTALS),
    attendees: run(PAGE),
    eventSummary: run(EVENT_TOTALS),
  });
  await raw.close();
  return measured;
}

const goal = (title: string, detail: string, atMost: number) => ({ title, of: 'headcount', detail, atMost });

export const historyLookups: Figure = {
  name: 'history-lookups',
  unit: 'ms of a session summary, p50',
  variants: [
    { name: 'headcount', measure: headcount },
    { name: 'the SQL alone', measure: rawSql },
  ],
  goals: [
    goal('session summary, ms, p50', 'summaryP50', 10),
    goal('session summary, ms, p99', 'summaryP99', 50),
    goal('attendees of a session, a page of 100, ms, p50', 'attendeesP50', 10),
    goal('attendees of a session, a page of 100, ms, p99', 'attendeesP99', 50),
    goal('event summary over its whole span, ms, p50', 'eventP50', 10),
    goal('event summary over its whole span, ms, p99', 'eventP99', 50),
  ],
};
