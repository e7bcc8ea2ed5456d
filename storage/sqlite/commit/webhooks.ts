import type { DeliveryOutcome } from '../../../server/live/changes.ts';
import type { Deleted } from '../../../server/live/effects.ts';
import type { HistoryBatch, NewMessage, WebhookWrite } from '../../types.ts';
import type { Queryable } from '../database.ts';
import type { Attendees } from './attendees.ts';
import { queueAgain, queueMessages, writeOutcomes } from './messages.ts';

const PUT = `
INSERT INTO webhooks (id, tenant, organization, event, version, details, disabled, secret, previous_secret,
  previous_until, created_at, created_by)
SELECT r ->> 'id', r ->> 'tenant', r ->> 'organization', r ->> 'event', r ->> 'version', r -> 'details', r ->> 'disabled',
  r ->> 'secret', r ->> '$.previous.secret', r ->> '$.previous.until', r ->> 'createdAt', r ->> 'createdBy'
FROM (SELECT ?1 AS r) WHERE true
ON CONFLICT (id) DO UPDATE SET
  version = excluded.version, details = excluded.details, disabled = excluded.disabled, secret = excluded.secret,
  previous_secret = excluded.previous_secret, previous_until = excluded.previous_until`;

const DROP_ALL = `
UPDATE messages SET status = 'dropped', next_at = NULL, finished_at = ?2 WHERE endpoint = ?1 AND status = 'pending'`;

const GONE = ['DELETE FROM webhooks WHERE id = ?1', 'DELETE FROM messages WHERE endpoint = ?1'];

const OVER = 'DELETE FROM messages WHERE endpoint = ?1 AND queued_at < ?2';

const TELL = 'INSERT INTO told (scope, once) VALUES (?1, ?2) ON CONFLICT DO NOTHING';
const TAKE_BACK = 'DELETE FROM told WHERE scope = ?1 AND once = ?2';

/** What an organization's own endpoints were to be told goes with them; those above it may have heard of it, too. */
const OF_SCOPE: Readonly<Record<Deleted['scopeKind'], string>> = {
  session: 'DELETE FROM messages WHERE session = ?1',
  event: 'DELETE FROM messages WHERE event = ?1',
  organization: `
DELETE FROM messages
WHERE organization = ?1 AND endpoint IN (
  SELECT w.id FROM json_each(?2) AS r CROSS JOIN webhooks AS w ON w.organization = r.value
)`,
};

async function forgetScope(database: Queryable, { scopeKind, scope, parents }: Deleted): Promise<void> {
  const above = scopeKind === 'organization' ? [JSON.stringify(parents)] : [];
  await database.all(OF_SCOPE[scopeKind], [scope, ...above]);
  await database.all('DELETE FROM told WHERE scope = ?1', [scope]);
}

type Single = Exclude<WebhookWrite, { kind: 'announced' | 'delivered' }>;

async function writeSingle(database: Queryable, write: Single): Promise<void> {
  switch (write.kind) {
    case 'webhook': {
      const { endpoint, at } = write;
      await database.all(PUT, [JSON.stringify(endpoint)]);
      if (!endpoint.details.active) await database.all(DROP_ALL, [endpoint.id, at]);
      return;
    }
    case 'webhookGone':
      for (const sql of GONE) await database.all(sql, [write.endpoint]);
      return;
    case 'redeliver':
      return queueAgain(database, write);
    case 'messagesOver':
      await database.all(OVER, [write.endpoint, write.before]);
      return;
    case 'told':
      await database.all(write.isTold ? TELL : TAKE_BACK, [write.scope, write.once]);
      return;
    case 'deleted':
      return forgetScope(database, write);
    default:
      write satisfies never;
  }
}

/** Messages, and outcomes, that come one after the other and may be written together. */
class Run {
  readonly #database: Queryable;
  readonly #attendees: Attendees;
  #messages: NewMessage[] = [];
  #outcomes: (DeliveryOutcome & { readonly at: number })[] = [];
  readonly #touched = new Set<string>();

  constructor(database: Queryable, attendees: Attendees) {
    this.#database = database;
    this.#attendees = attendees;
  }

  async message(message: NewMessage): Promise<void> {
    if (this.#outcomes.length > 0 || this.#touched.has(message.id)) await this.end();
    this.#messages.push(message);
    this.#touched.add(message.id);
  }

  async outcome(outcome: DeliveryOutcome, at: number): Promise<void> {
    const name = `${outcome.endpoint} ${outcome.sequence}`;
    if (this.#messages.length > 0 || this.#touched.has(name)) await this.end();
    this.#outcomes.push({ ...outcome, at });
    this.#touched.add(name);
  }

  async end(): Promise<void> {
    if (this.#touched.size === 0) return;
    await queueMessages(this.#database, this.#messages, this.#attendees);
    await writeOutcomes(this.#database, this.#outcomes);
    this.#messages = [];
    this.#outcomes = [];
    this.#touched.clear();
  }
}

/** In log order, so that the same comes of it whatever else the batch covers. */
export async function writeWebhooks(
  database: Queryable,
  { webhooks }: HistoryBatch,
  attendees: Attendees,
): Promise<void> {
  const run = new Run(database, attendees);
  for (const write of webhooks) {
    if (write.kind === 'announced') await run.message(write);
    else if (write.kind === 'delivered')
      for (const outcome of write.outcomes) await run.outcome(outcome, write.at);
    else {
      await run.end();
      await writeSingle(database, write);
    }
  }
  await run.end();
}
