import type { ImportLine } from '../../live/import-lines.ts';

/** Whom a line is about, and of when it is, ms. */
export function personIn(line: ImportLine): { attendee: string; issuedAt?: number } | undefined {
  switch (line.kind) {
    case 'organization':
    case 'event':
    case 'session':
      return undefined;
    case 'attendee':
      return { attendee: line.id };
    case 'slice':
      return { attendee: line.attendee, issuedAt: line.start };
    case 'engagement':
      return { attendee: line.attendee, issuedAt: line.at };
    default:
      return { attendee: line.attendee };
  }
}
