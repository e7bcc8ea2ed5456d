import type { PastAnswer, PastQuestion, PollRow, SliceRow } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { engagementHash } from '../engagement-hash.ts';
import { allFromJson } from '../json-rows.ts';
import { SLICE_COLUMNS } from '../slice-columns.ts';

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

async function readIds(database: Queryable, ids: PastQuestion['ids']): Promise<PastAnswer['ids']> {
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
  upvotes: PastQuestion['upvotes'],
): Promise<PastAnswer['upvotes']> {
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

async function readPolls(database: Queryable, polls: PastQuestion['polls']): Promise<PastAnswer['polls']> {
  const rows = await allFromJson<StoredPoll>(database, POLLS, polls);
  return rows.map((row) => ({
    ...row,
    options: JSON.parse(row.options),
    anonymous: row.anonymous === 1,
    open: row.open === 1,
  }));
}

// Whose organization nobody ever said belongs to the tenant's root.
const ATTENDEES = `
WITH RECURSIVE owners (place, version, organization, height) AS (
  SELECT r.key, a.version, coalesce(a.organization, a.tenant), 0
  FROM jsonb_each(?1) AS r
  CROSS JOIN attendees AS a ON a.tenant = r.value ->> 'tenant' AND a.id = r.value ->> 'id'
  UNION ALL
  SELECT w.place, w.version, o.parent, w.height + 1
  FROM owners AS w CROSS JOIN organizations AS o ON o.key = w.organization
  WHERE o.parent IS NOT NULL
)
SELECT place, version, json_group_array(organization ORDER BY height) AS owners
FROM owners
GROUP BY place, version`;

interface FoundAttendee {
  readonly place: number;
  readonly version: number;
  readonly owners: string;
}

async function readAttendees(
  database: Queryable,
  attendees: PastQuestion['attendees'],
): Promise<PastAnswer['attendees']> {
  const rows = await allFromJson<FoundAttendee>(database, ATTENDEES, attendees);
  return answers(attendees, rows, ({ tenant, id }, { version, owners }) => {
    return { tenant, id, version, owners: JSON.parse(owners) };
  });
}

const SLICES = `
SELECT r.key AS place, ${SLICE_COLUMNS}
FROM json_each(?1) AS r
CROSS JOIN imported_slices AS i ON i.hash = unhex(r.value)
LEFT JOIN slices AS s ON s.slice = i.slice
LEFT JOIN attendees AS a ON a.key = s.attendee`;

type FoundSlice = { readonly place: number } & (SliceRow | { readonly slice: null });

async function readImportedSlices(
  database: Queryable,
  slices: PastQuestion['slices'],
): Promise<PastAnswer['slices']> {
  const hashes = slices.map(({ tenant, id }) => engagementHash(tenant, id));
  const rows = await allFromJson<FoundSlice>(database, SLICES, hashes);
  return answers(slices, rows, ({ tenant, id }, { place: _place, ...row }) => {
    return { tenant, id, row: row.slice === null ? null : row };
  });
}

const REGISTRATIONS = `
SELECT r.key AS place, g.version, g.at
FROM jsonb_each(?1) AS r
CROSS JOIN attendees AS a ON a.tenant = r.value ->> 'tenant' AND a.id = r.value ->> 'attendee'
CROSS JOIN registrations AS g
  ON g.scope = r.value ->> 'scope' AND g.attendee = a.key AND g.kind = r.value ->> 'kind'`;

interface FoundRegistration {
  readonly place: number;
  readonly version: number;
  readonly at: number;
}

async function readRegistrations(
  database: Queryable,
  registrations: PastQuestion['registrations'],
): Promise<PastAnswer['registrations']> {
  const rows = await allFromJson<FoundRegistration>(database, REGISTRATIONS, registrations);
  return answers(registrations, rows, (name, { version, at }) => ({ ...name, version, at }));
}

/** Each id, upvote, poll, attendee and registration is looked up by its key; what is not there is left out. */
export async function readKnown(database: Queryable, question: PastQuestion): Promise<PastAnswer> {
  const [ids, upvotes, polls, attendees, registrations, slices] = await Promise.all([
    readIds(database, question.ids),
    readUpvotes(database, question.upvotes),
    readPolls(database, question.polls),
    readAttendees(database, question.attendees),
    readRegistrations(database, question.registrations),
    readImportedSlices(database, question.slices),
  ]);
  return { ids, upvotes, polls, attendees, registrations, slices };
}
