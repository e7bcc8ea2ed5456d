import type { SessionFigures } from '../../figures/session-figures.ts';
import type { SessionState } from '../../live/registry.ts';
import { extrasOf } from './extras.ts';
import { speakersOf, sponsorsOf } from './parties.ts';
import type { Expansion } from './queries.ts';
import { formatOf, providerOf, statusOf } from './session-kinds.ts';
import { headOf } from './session-objects.ts';

const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null);

/** Our `privacy`, where it is one of the two that the vendor knows. */
function visibilityOf(privacy: unknown): 'PUBLIC' | 'PRIVATE' | null {
  const upper = textOrNull(privacy)?.toUpperCase();
  return upper === 'PUBLIC' || upper === 'PRIVATE' ? upper : null;
}

/** What "Get session analytics data by session id" says besides its long lists. `now`: log time, ms. */
export function sessionDetails(session: SessionState, now: number) {
  const { row } = session;
  const { capacity, more } = row.details;
  const { subStreamProvider, sessionVisibilityType, ...extras } = extrasOf(row);
  const provider = providerOf(row);
  return {
    ...headOf(session),
    location: textOrNull(more.location),
    description: textOrNull(more.description),
    capacity,
    status: statusOf(session, now),
    format: formatOf(row),
    ...extras,
    ...provider,
    subStreamProvider: subStreamProvider ?? provider.subStreamProvider ?? null,
    sessionVisibilityType: sessionVisibilityType ?? visibilityOf(more.privacy),
    sponsors: sponsorsOf(more.sponsors),
  };
}

/** What `expand` adds to it, but for its long list. */
export function expandedDetails(
  { row }: SessionState,
  { registered, interested, attendees, videoSeconds }: SessionFigures,
  expansions: ReadonlySet<Expansion>,
) {
  const sessionStats = {
    attendeeCount: attendees,
    interestedUserCount: interested,
    registeredUserCount: registered,
  };
  return {
    ...(expansions.has('duration') ? { duration: videoSeconds } : {}),
    ...(expansions.has('stats') ? { sessionStats } : {}),
    ...(expansions.has('attendeeCount') ? { attendeeCount: attendees } : {}),
    ...(expansions.has('speakers') ? { speakerList: speakersOf(row.details.more.speakers) } : {}),
  };
}
