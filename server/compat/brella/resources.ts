import type { SessionState } from '../../live/registry.ts';
import { iso, isoOrNull } from '../../protocol/iso-time.ts';
import { scopeNumber } from '../numbers.ts';
import { trackableType } from './trackables.ts';
import { isClick, type Track } from './tracks.ts';

export function identifier(type: string, number: number) {
  return { id: String(number), type };
}

export const sliceIdentifier = ({ number }: Track) => identifier('tracking-session-slice', number);

/** As it is included beside its tracking session. */
export function sliceResource(track: Track) {
  const clicked = isClick(track);
  return {
    ...sliceIdentifier(track),
    attributes: {
      'tracking-type': track.type,
      'click-time': clicked ? iso(track.at) : null,
      'start-time': clicked ? null : iso(track.at),
      'end-time': isoOrNull(track.end),
      'duration-seconds': track.durationSeconds,
    },
  };
}

export const trackableIdentifier = (session: SessionState) => identifier('trackable', scopeNumber(session));

export function trackableResource(session: SessionState) {
  return {
    ...trackableIdentifier(session),
    attributes: {
      'trackable-type': trackableType(session),
      'trackable-id': scopeNumber(session),
      title: session.row.details.title,
    },
  };
}
