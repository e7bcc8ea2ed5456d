import type { Event } from '../../live/catalogue.ts';

/** So long after its planned end an event is over that nobody has ended. */
const OVERTIME_MS = 15 * 60_000;

/** Whether an event was ended by action, or its end was planned for more than a quarter of an hour ago. `now` in ms. */
export function isOver({ endedAt, details }: Event, now: number): boolean {
  return endedAt !== null || (details.endsAt !== null && now >= details.endsAt + OVERTIME_MS);
}
