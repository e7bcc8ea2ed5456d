import type {
  AttendeeLine,
  EngagementLine,
  PastLine,
  RegistrationLine,
  SliceLine,
} from '../../server/live/import-lines.ts';

/** Slices and engagements as rows, since there may be a hundred thousand of them: their lengths differ. */
type EncodedSlice = readonly [
  line: number,
  id: string,
  session: string,
  attendee: string,
  mode: 0 | 1,
  start: number,
  end: number,
  country: string,
  watchedMs: number | null,
];
type EncodedEngagement = readonly [
  line: number,
  id: string,
  session: string,
  attendee: string,
  action: string,
  at: number,
  data: unknown,
];
export type EncodedPast = EncodedSlice | EncodedEngagement | AttendeeLine | RegistrationLine;

const SLICE_FIELDS = 9;

export function encodePast(line: PastLine): EncodedPast {
  if (line.kind !== 'slice' && line.kind !== 'engagement') return line;
  if (line.kind === 'engagement') {
    const { id, session, attendee, action, at, data } = line;
    return [line.line, id, session, attendee, action, at, data];
  }
  const { id, session, attendee, mode, start, end, country, watchedMs } = line;
  return [line.line, id, session, attendee, mode === 'live' ? 0 : 1, start, end, country, watchedMs];
}

export function decodePast(fields: EncodedPast): PastLine {
  if ('kind' in fields) return fields;
  return fields.length === SLICE_FIELDS ? decodeSlice(fields) : decodeEngagement(fields);
}

function decodeSlice([line, id, session, attendee, mode, ...rest]: EncodedSlice): SliceLine {
  const [start, end, country, watchedMs] = rest;
  return {
    kind: 'slice',
    ...{ line, id, session, attendee, start, end, country, watchedMs },
    mode: mode === 0 ? 'live' : 'onDemand',
  };
}

function decodeEngagement([line, id, session, attendee, ...rest]: EncodedEngagement): EngagementLine {
  const [action, at, data] = rest;
  return { kind: 'engagement', line, id, session, attendee, action, at, data };
}
