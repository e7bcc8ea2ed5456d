import type { EventState, OrganizationState, SessionState } from './catalogue-states.ts';
import { KeyedList } from './keyed-list.ts';

/** All that belongs to a root organization and those below it; ids are unique in here. */
export class Tenant {
  readonly root: OrganizationState;
  readonly organizations = new KeyedList<OrganizationState>();
  readonly events = new KeyedList<EventState>();
  readonly eventsById = new Map<string, EventState>();
  readonly eventsByShortCode = new Map<string, EventState>();
  readonly sessionsById = new Map<string, SessionState>();

  constructor(root: OrganizationState) {
    this.root = root;
  }

  addEvent(event: EventState): void {
    this.events.add(event);
    this.eventsById.set(event.row.id, event);
    this.#addShortCode(event);
  }

  deleteEvent(event: EventState): void {
    this.events.delete(event);
    this.eventsById.delete(event.row.id);
    this.#deleteShortCode(event);
  }

  replaceEvent(event: EventState, row: EventState['row']): void {
    this.#deleteShortCode(event);
    event.row = row;
    this.#addShortCode(event);
  }

  #addShortCode(event: EventState): void {
    const { shortCode } = event.row.details;
    if (shortCode !== null) this.eventsByShortCode.set(shortCode, event);
  }

  #deleteShortCode({ row }: EventState): void {
    if (row.details.shortCode !== null) this.eventsByShortCode.delete(row.details.shortCode);
  }
}
