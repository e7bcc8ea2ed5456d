import type { TalkRow } from '../../types.ts';

export type StoredTalk = Omit<TalkRow, 'data' | 'anonymous'> & {
  readonly data: string;
  readonly anonymous: number;
};

/** Of an engagement `e`, with `PEOPLE_AND_ACTIONS`. */
export const TALK_COLUMNS = `
e.key, a.tenant, e.session, e.attendee AS attendeeKey, a.id AS attendee, a.name, e.id, c.name AS action, e.data, e.at,
  e.anonymous`;

export const PEOPLE_AND_ACTIONS = `
CROSS JOIN attendees AS a ON a.key = e.attendee
CROSS JOIN actions AS c ON c.key = e.action`;

/** The message or the question that an engagement `e` is about. */
export const REFERENCE = `coalesce(e.data ->> 'message', e.data ->> 'question')`;

export function talkRow<Row extends StoredTalk>(row: Row) {
  return { ...row, data: JSON.parse(row.data) as object, anonymous: row.anonymous === 1 };
}
