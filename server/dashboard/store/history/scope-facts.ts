import type { CatalogueAnswer } from '../../rest/history-answers.ts';
import { askCatalogue } from '../../rest/history-questions.ts';
import type { RestPort, Span } from '../../rest/rest-client.ts';
import type { ScopeParts } from '../../router/route.ts';

/** What is to be known of a scope before its past can be asked for. */
export interface ScopeFacts {
  /** Null where it has none that the token may know. */
  readonly zone: string | null;
  readonly whole: Span | null;
  /** The event it is or belongs to. */
  readonly event: string | null;
  readonly organization: string | null;
}

function timeOf(text: string | null | undefined): number | null {
  return text ? Date.parse(text) : null;
}

/** From when to when it lasted, or is to last; the end of what still goes on is not known. */
export function wholeOf({ startsAt, endsAt, wentLiveAt, endedAt }: CatalogueAnswer): Span | null {
  const from = timeOf(wentLiveAt) ?? timeOf(startsAt);
  if (from === null) return null;
  const to = Math.max(timeOf(endedAt) ?? 0, timeOf(endsAt) ?? 0);
  return { from, to: to > from ? to : Number.MAX_SAFE_INTEGER };
}

/** Goes up from a session to its event and organization until one says a time zone. */
export async function askFacts(rest: Pick<RestPort, 'get'>, parts: ScopeParts): Promise<ScopeFacts> {
  const own = await askCatalogue(rest, parts);
  const event = parts.kind === 'event' ? own.id : (own.event ?? null);
  const organization = parts.kind === 'organization' ? own.id : (own.organization ?? null);
  return { zone: await zoneOf(rest, own, { event, organization }), whole: wholeOf(own), event, organization };
}

async function zoneOf(
  rest: Pick<RestPort, 'get'>,
  own: CatalogueAnswer,
  { event, organization }: { readonly event: string | null; readonly organization: string | null },
): Promise<string | null> {
  if (own.effective) return own.effective.timeZone;
  if (own.timeZone) return own.timeZone;
  if (own.event !== undefined && event !== null) {
    const { timeZone } = await askCatalogue(rest, { kind: 'event', id: event });
    if (timeZone) return timeZone;
  }
  if (organization === null) return null;
  // A token of one event may not know its organization.
  const above = await askCatalogue(rest, { kind: 'organization', id: organization }).catch(() => null);
  return above?.effective?.timeZone ?? null;
}
