import { createHash } from 'node:crypto';
import { ReportError } from '../report-error.ts';

/** How many, of one person in one room on one day. */
interface Count {
  readonly room: number;
  readonly person: number;
  readonly day: number;
  readonly count: number;
}

/** Counts in the order of room, person and day, of which nothing is kept but a hash. */
class Counts {
  readonly #hash = createHash('sha256');
  #last: Count | undefined;

  /** What has the place of the one before is added to it. */
  add(count: Count): void {
    const last = this.#last;
    if (last?.room === count.room && last.person === count.person && last.day === count.day)
      this.#last = { ...count, count: last.count + count.count };
    else {
      this.#settle();
      this.#last = count;
    }
  }

  digest(): string {
    this.#settle();
    return this.#hash.digest('hex');
  }

  #settle(): void {
    if (this.#last === undefined || this.#last.count === 0) return;
    const { room, person, day, count } = this.#last;
    this.#hash.update(`${room} ${person} ${day} ${count}\n`);
  }
}

/** A sheet against those that break its figures down. */
export interface Compared {
  readonly summary: Counts;
  readonly details: Counts;
}

const compared = (): Compared => ({ summary: new Counts(), details: new Counts() });

/** What must be equal between the sheets of a report, each counted from other questions. */
export class Checks {
  /** Entries of a room: the usage graph against the detailed view. */
  readonly entries = { graph: new Map<number, number>(), details: new Map<number, number>() };
  readonly bubbles = compared();
  readonly teleports = compared();

  addEntries(side: 'graph' | 'details', room: number, entries: number): void {
    const sums = this.entries[side];
    sums.set(room, (sums.get(room) ?? 0) + entries);
  }

  /** @throws ReportError that names what is not equal */
  expectEqual(): void {
    const { graph, details } = this.entries;
    for (const room of new Set([...graph.keys(), ...details.keys()]))
      if (graph.get(room) !== details.get(room))
        throw new ReportError('the usage graph and the usage of persons do not add up to the same entries');
    if (!agree(this.bubbles))
      throw new ReportError('the bubbles of persons are not those of the engagement sheet');
    if (!agree(this.teleports))
      throw new ReportError('the teleports of persons are not those of the engagement sheet');
  }
}

function agree({ summary, details }: Compared): boolean {
  return summary.digest() === details.digest();
}
