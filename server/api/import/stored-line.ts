import { type ImportLine, isCatalogueLine } from '../../live/import-lines.ts';
import type { Live } from '../../live/live.ts';
import { lineWithStoredIds } from '../../live/stored-ids.ts';
import { ERRORS } from '../../protocol/error-codes.ts';
import { personalFields } from '../personal-fields.ts';
import type { ParsedLine } from './parse-line.ts';
import { personIn } from './person-in.ts';

/**
 * A line as it is stored for an organization: where that is pseudonymous, by pseudonyms, and refused with anything that says
 * who somebody is. Who was erased by an id is looked for by that id here, since a pseudonym does not tell.
 */
export function storedLine(live: Live, org: string, parsed: ParsedLine): ParsedLine {
  if (!parsed.ok || isCatalogueLine(parsed.line) || !live.isPseudonymous(org)) return parsed;
  const { line } = parsed;
  const errors = [...erasedIn(live, org, line), ...('details' in line ? personalFields(line.details) : [])];
  return errors.length > 0 ? { ok: false, errors } : { ok: true, line: lineWithStoredIds(live, org, line) };
}

/** Nobody brings back whom somebody has had erased: of the past, nothing from before that; of people, nothing at all. */
export function erasedIn(live: Pick<Live, 'isErased'>, org: string, line: ImportLine) {
  const person = personIn(line);
  if (person === undefined || !live.isErased({ org, ...person })) return [];
  return [{ path: line.kind === 'attendee' ? 'id' : 'attendee', message: ERRORS.erased.message }];
}
