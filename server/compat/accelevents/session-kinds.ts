import type { Session, SessionKind } from '../../live/catalogue.ts';
import { isLive } from '../../live/live-windows.ts';
import type { SessionState } from '../../live/registry.ts';

/** Names of the by-id reference, one of them with a space; where it has none, those of its siblings. */
const FORMATS = {
  mainStage: 'MAINSTAGE_SESSION',
  breakout: 'BREAKOUT_SESSION',
  networking: 'NETWORKING SESSION',
  workshop: 'WORKSHOP_SESSION',
  expo: 'EXPO',
  lobby: 'OTHER',
} as const satisfies Record<SessionKind, string>;

export const formatOf = ({ details }: Session): string => FORMATS[details.kind];

interface Provider {
  readonly streamProvider: string | null;
  readonly subStreamProvider?: string;
  /** Null where it is not known what streams. */
  readonly accelEventsStudio: boolean | null;
}

const streamedBy = (streamProvider: string): Provider => ({ streamProvider, accelEventsStudio: false });
const studio = (subStreamProvider?: string): Provider => ({
  ...{ streamProvider: 'ACCELEVENTS', accelEventsStudio: true },
  ...(subStreamProvider === undefined ? {} : { subStreamProvider }),
});

/** By our `videoProvider`. */
const PROVIDERS: ReadonlyMap<unknown, Provider> = new Map([
  ['youtube', streamedBy('YOUTUBE')],
  ['vimeo', streamedBy('VIMEO')],
  ['wistia', streamedBy('WISTIA')],
  ['facebook', streamedBy('FACEBOOK')],
  ['zoom', streamedBy('ZOOM')],
  ['directUpload', streamedBy('DIRECT_UPLOAD')],
  ['rtmp', streamedBy('ACCELEVENTS')],
  ['studio', studio()],
  ['voxeet', studio('Voxeet')],
  ['tokbox', studio('TokBox')],
]);

export function providerOf({ details }: Session): Provider {
  return PROVIDERS.get(details.more.videoProvider) ?? { streamProvider: null, accelEventsStudio: null };
}

/** Whether the session goes on: live by action or, where nobody ever said, by its times or else its event's. `now` in ms. */
function isOpen({ row: { details, windows }, event }: SessionState, now: number): boolean {
  if (windows.length > 0) return isLive(windows);
  const startsAt = details.startsAt ?? event.row.details.startsAt;
  const endsAt = details.endsAt ?? event.row.endedAt ?? event.row.details.endsAt;
  return (startsAt === null || startsAt <= now) && (endsAt === null || now < endsAt);
}

/** The vendor's spelling. */
export function statusOf(session: SessionState, now: number): string {
  if (session.scope.concurrent > 0) return 'IN_MEETING';
  return isOpen(session, now) ? 'CHECK_IN_AVAILABEL' : 'REGISTERED';
}
