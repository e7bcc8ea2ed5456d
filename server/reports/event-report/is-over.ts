import type { Event } from '../../live/catalogue.ts';
import { ENDED_AFTER_MS } from '../../live/staging.ts';

/** Whether an event was ended by action, or its end was planned for so long ago that it has ended without. `now` in ms. */
export function isOver({ endedAt, details }: Event, now: number): boolean {
  return endedAt !== null || (details.endsAt !== null && now >= details.endsAt + ENDED_AFTER_MS);
}
