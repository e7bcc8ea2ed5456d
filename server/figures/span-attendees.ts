import type { History, SliceRow, SpanSlicesFilter } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { AskedSession, Span, SpanQuestion } from './span-question.ts';

/** Rows read at a time: about 10 ms of the main thread. */
const PAGE = 1000;

/** Attendee keys that a range begins with. */
const FIRST_WIDTH = 32;

const startOf = (attendeeKey: number) => ({ attendeeKey, start: Number.MIN_SAFE_INTEGER, slice: 0 });

type SpanHistory = Pick<History, 'nextAttendee' | 'sessionsOfSpan' | 'slicesOfSpan'>;

/** What decides which slices are read. */
interface Asked extends Pick<SpanQuestion, 'from' | 'to' | 'attendee'> {
  readonly sessions: readonly Pick<AskedSession, 'key'>[];
}

/**
 * The slices that touch the span, page after page, in order of attendee and start. A range of keys is made as wide as fills about a
 * page, since a page of some sessions is sorted out of all slices of its range.
 */
async function* pagesOf(
  history: SpanHistory,
  sessions: readonly ScopeKey[],
  { from, to, afterAttendee }: Span & { readonly afterAttendee: number },
): AsyncGenerator<SliceRow[]> {
  let width = FIRST_WIDTH;
  let first = await history.nextAttendee(sessions, afterAttendee);
  let after: SpanSlicesFilter['after'] = startOf(first ?? 0);
  while (first !== null) {
    const throughAttendee = first + width - 1;
    const rows = await history.slicesOfSpan({ sessions, from, to, after, throughAttendee, limit: PAGE });
    yield rows;
    const last = rows.at(-1);
    if (last !== undefined && rows.length === PAGE) {
      width = Math.max(1, last.attendeeKey - first);
      first = last.attendeeKey;
      after = last;
      continue;
    }
    if (rows.length < PAGE / 2) width *= 2;
    first = await history.nextAttendee(sessions, throughAttendee);
    after = startOf(first ?? 0);
  }
}

/** The same of one attendee. */
async function slicesOfOne(
  history: Pick<History, 'slices'>,
  question: Asked,
  attendee: string,
): Promise<SliceRow[]> {
  const { from, to } = question;
  const slices: SliceRow[] = [];
  for (const { key: session } of question.sessions) {
    let after: SliceRow | undefined;
    do {
      const rows = await history.slices({ session, attendee, from, to, after, limit: PAGE });
      slices.push(...rows);
      after = rows.length === PAGE ? rows.at(-1) : undefined;
    } while (after !== undefined);
  }
  return slices.sort((a, b) => a.start - b.start || a.slice - b.slice);
}

/** The slices that touch the span, page after page: see `inGroups`. */
export async function* spanPages(
  history: SpanHistory,
  { from, to, sessions }: Asked,
  afterAttendee = 0,
): AsyncGenerator<SliceRow[]> {
  const asked = sessions.map(({ key }) => key);
  const touched = from < to ? await history.sessionsOfSpan({ sessions: asked, from, to }) : [];
  if (touched.length > 0) yield* pagesOf(history, touched, { from, to, afterAttendee });
}

/** Of slices in order of attendee, page after page: all of one attendee at a time. */
export async function* inGroups(pages: AsyncIterable<readonly SliceRow[]>): AsyncGenerator<SliceRow[]> {
  let group: SliceRow[] = [];
  for await (const rows of pages) {
    for (const row of rows) {
      if (group[0] !== undefined && group[0].attendeeKey !== row.attendeeKey) {
        yield group;
        group = [];
      }
      group.push(row);
    }
  }
  if (group.length > 0) yield group;
}

/**
 * The slices that touch the span, by attendee: all of one attendee at a time, in order of start; attendees in order of key.
 * Memory holds a page and one attendee; other work goes on between pages.
 */
export async function* attendeesOfSpan(
  history: SpanHistory & Pick<History, 'slices'>,
  question: Asked,
  afterAttendee = 0,
): AsyncGenerator<SliceRow[]> {
  const { attendee } = question;
  if (attendee === undefined) {
    yield* inGroups(spanPages(history, question, afterAttendee));
    return;
  }
  const slices = await slicesOfOne(history, question, attendee);
  if (slices[0] !== undefined && slices[0].attendeeKey > afterAttendee) yield slices;
}
