import type { Scope } from '../../../protocol/client-messages.ts';
import type { CatalogueAnswer } from '../../rest/history-answers.ts';
import { resourceOf } from '../../rest/history-questions.ts';
import type { RestPort } from '../../rest/rest-client.ts';
import type { ScopeParts } from '../../router/route.ts';
import { type ScopeFacts, wholeOf } from './scope-facts.ts';

/** Something that can be laid over what is shown. */
export interface Other {
  readonly scope: Scope;
  readonly title: string;
  /** When it began, ms; null where nobody knows. */
  readonly from: number | null;
}

/** As many as a list to choose from may have. */
const MOST = 500;

function listPath({ kind }: ScopeParts, { event, organization }: ScopeFacts): string | null {
  if (kind === 'session')
    return event === null ? null : `${resourceOf({ kind: 'event', id: event })}/sessions?limit=${MOST}`;
  if (organization === null) return null;
  return `/v1/events?organization=${encodeURIComponent(organization)}&limit=${MOST}`;
}

/** The other sessions of a session's event, or the other events of the organization. */
export async function askOthers(rest: RestPort, parts: ScopeParts, facts: ScopeFacts): Promise<Other[]> {
  const path = listPath(parts, facts);
  if (path === null || parts.kind === 'organization') return [];
  const { items } = (await rest.get(path)) as { items: CatalogueAnswer[] };
  return items
    .filter(({ id }) => id !== parts.id)
    .map((item) => ({
      scope: `${parts.kind}:${item.id}` as const,
      title: item.title || item.id,
      from: wholeOf(item)?.from ?? null,
    }));
}
