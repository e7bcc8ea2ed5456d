import { Lane } from './lane.ts';

/** In flight in all. */
const MAX_IN_FLIGHT = 256;
/** Of which so many to endpoints that fail: they take the longest, and leave room for the others. */
const MAX_FAILING = 64;

/** The lanes of all endpoints for which something waits or is on its way; who sent last comes last. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();

  of(endpoint: string): Lane {
    const lane = this.#lanes.get(endpoint) ?? new Lane(endpoint);
    this.#lanes.set(endpoint, lane);
    return lane;
  }

  inFlight(counts: (lane: Lane) => boolean = () => true): number {
    let sum = 0;
    for (const lane of this.#lanes.values()) if (counts(lane)) sum += lane.inFlight;
    return sum;
  }

  /** Lets each in turn send one, which `send` tells, for as long as there is room. */
  takeTurns(send: (lane: Lane) => boolean): void {
    let room = MAX_IN_FLIGHT - this.inFlight();
    let failingRoom = MAX_FAILING - this.inFlight(({ health }) => health.isFailing);
    for (let sent = -1; sent !== 0 && room > 0; ) {
      sent = 0;
      for (const lane of [...this.#lanes.values()]) {
        if (room === 0) break;
        const { isFailing } = lane.health;
        if ((isFailing && failingRoom <= 0) || !send(lane)) continue;
        this.#lanes.delete(lane.endpoint);
        this.#lanes.set(lane.endpoint, lane);
        sent += 1;
        room -= 1;
        if (isFailing) failingRoom -= 1;
      }
    }
  }

  /** Nothing that was read is to be sent. */
  forget(): void {
    for (const lane of this.#lanes.values()) lane.forget();
  }

  /** Drops those of which there is nothing to know. */
  tidy(isKnown: (endpoint: string) => boolean): void {
    for (const [endpoint, lane] of this.#lanes) {
      const isWorthKnowing = lane.health.isFailing && isKnown(endpoint);
      if (lane.isIdle && !isWorthKnowing) this.#lanes.delete(endpoint);
    }
  }
}
