import { z } from 'zod';
import { type EventState, organizationAndParents } from '../../live/registry.ts';

/** Field of the metadata of an event, or of an organization for all of its events, with those who are sent its report. */
export const RECIPIENTS = 'reportEmails';

const MAX_RECIPIENTS = 20;

export const Recipients = z.array(z.email().max(254)).max(MAX_RECIPIENTS);

type Metadata = Readonly<Record<string, unknown>>;

/** Undefined where nothing is said, or nothing that could be used: it may be from before anybody looked. */
function namedIn(metadata: Metadata): readonly string[] | undefined {
  return Recipients.safeParse(metadata[RECIPIENTS]).data;
}

/** Those whom the event names, else its organization or the nearest one above; each once. */
export function recipientsOf({ row, organization }: EventState): readonly string[] {
  const said = [row, ...organizationAndParents(organization).map((one) => one.row)];
  for (const { details } of said) {
    const named = namedIn(details.metadata);
    if (named !== undefined) return [...new Set(named)];
  }
  return [];
}

/** The same without them: they are nobody's business who only attends. */
export function withoutRecipients(metadata: Metadata): Metadata {
  const { [RECIPIENTS]: _, ...rest } = metadata;
  return rest;
}
