import type { EngagementAnswer, EngagementQuestion, PollRow } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { engagementHash } from '../engagement-hash.ts';
import { allFromJson } from '../json-rows.ts';

const IDS = `
SELECT r.key AS place, a.id AS attendee, u.session, c.name AS action
FROM json_each(?1) AS r
CROSS JOIN used_ids AS u ON u.hash = unhex(r.value)
CROSS JOIN attendees AS a ON a.key = u.attendee
CROSS JOIN actions AS c ON c.key = u.action`;

interface IdRow {
  readonly place: number;
  readonly attendee: string;
  readonly session: number;
  readonly action: string;
}

/** The rows say by `place` which of the questions they answer. */
function answers<Question, Row extends { readonly place: number }, Answer>(
  questions: readonly Question[],
  rows: readonly Row[],
  answer: (question: Question, row: Row) => Answer,
): Answer[] {
  return rows.flatMap((row) => {
    const question = questions[row.place];
    return question === undefined ? [] : [answer(question, row)];
  });
}

async function readIds(
  database: Queryable,
  ids: EngagementQuestion['ids'],
): Promise<EngagementAnswer['ids']> {
  const hashes = ids.map(({ tenant, id }) => engagementHash(tenant, id));
  const rows = await allFromJson<IdRow>(database, IDS, hashes);
  return answers(ids, rows, ({ tenant, id }, { attendee, session, action }) => ({
    tenant,
    id,
    attendee,
    session,
    action,
  }));
}

const UPVOTES = `
SELECT r.key AS place
FROM jsonb_each(?1) AS r
CROSS JOIN attendees AS a ON a.tenant = r.value ->> 'tenant' AND a.id = r.value ->> 'attendee'
CROSS JOIN upvotes AS u ON u.question = unhex(r.value ->> 'hash') AND u.attendee = a.key`;

async function readUpvotes(
  database: Queryable,
  upvotes: EngagementQuestion['upvotes'],
): Promise<EngagementAnswer['upvotes']> {
  const asked = upvotes.map(({ tenant, question, attendee }) => ({
    hash: engagementHash(tenant, question),
    tenant,
    attendee,
  }));
  const rows = await allFromJson<{ place: number }>(database, UPVOTES, asked);
  return answers(upvotes, rows, (upvote) => upvote);
}

const POLLS = `
SELECT DISTINCT p.session, p.poll, p.question, p.type, p.options, p.anonymous, p.open
FROM jsonb_each(?1) AS r
CROSS JOIN polls AS p ON p.session = r.value ->> 'session' AND p.poll = r.value ->> 'poll'`;

type StoredPoll = Omit<PollRow, 'options' | 'anonymous' | 'open'> & {
  readonly options: string;
  readonly anonymous: number;
  readonly open: number;
};

async function readPolls(
  database: Queryable,
  polls: EngagementQuestion['polls'],
): Promise<EngagementAnswer['polls']> {
  const rows = await allFromJson<StoredPoll>(database, POLLS, polls);
  return rows.map((row) => ({
    ...row,
    options: JSON.parse(row.options),
    anonymous: row.anonymous === 1,
    open: row.open === 1,
  }));
}

/** Each id, upvote and poll is looked up by its key; what is not there is left out. */
export async function readKnown(
  database: Queryable,
  question: EngagementQuestion,
): Promise<EngagementAnswer> {
  const [ids, upvotes, polls] = await Promise.all([
    readIds(database, question.ids),
    readUpvotes(database, question.upvotes),
    readPolls(database, question.polls),
  ]);
  return { ids, upvotes, polls };
}
