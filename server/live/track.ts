import type { MinuteClosed } from './effects.ts';

/** The clock of a core: log time, and the part of it in which the log was alive. */
export interface Instant {
  /** ms since the epoch. */
  readonly time: number;
  /** ms in which the log was alive, counted from an arbitrary zero; stands still during a standstill. */
  readonly covered: number;
}

/** A minute's beginning. */
export type MinuteStart = Instant;

export type MinuteFigures = Pick<
  MinuteClosed,
  'peak' | 'peakAt' | 'minimum' | 'area' | 'covered' | 'joins' | 'leaves' | 'uniques'
>;

/**
 * How many attendees are counted in one scope and mode, and what became of that number in the open minute. `Who` names an
 * attendee within the scope.
 */
export class Track<Who = string> {
  count = 0;
  peak = 0;
  peakAt = 0;
  minimum = 0;
  joins = 0;
  leaves = 0;
  uniques = 0;
  area = 0;
  /** Covered time up to which `area` is summed. */
  summedTo = 0;
  /** Who left during the open minute: coming back does not make them one more unique. */
  readonly left = new Set<Who>();

  /** Begins a minute with what stands. */
  begin(start: MinuteStart): void {
    this.settleAtStart(start.time);
    this.joins = 0;
    this.leaves = 0;
    this.area = 0;
    this.summedTo = start.covered;
  }

  join(attendee: Who, covered: number): void {
    this.#sum(covered);
    this.count++;
    this.joins++;
    if (!this.left.has(attendee)) this.uniques++;
  }

  leave(attendee: Who, covered: number): void {
    this.#sum(covered);
    this.count--;
    this.leaves++;
    this.left.add(attendee);
  }

  /** An attendee goes by another id from now on. */
  rename(attendee: Who, to: Who): void {
    if (this.left.delete(attendee)) this.left.add(to);
  }

  /** Takes the extremes after all changes of an instant. */
  settle(time: number, minuteStart: number): void {
    if (time === minuteStart) {
      this.settleAtStart(time);
    } else if (this.count > this.peak) {
      this.peak = this.count;
      this.peakAt = time;
    } else if (this.count < this.minimum) {
      this.minimum = this.count;
    }
  }

  /** What happened at the minute's first instant is its beginning: who left just then was never in it. */
  settleAtStart(time: number): void {
    this.peak = this.count;
    this.peakAt = time;
    this.minimum = this.count;
    this.uniques = this.count;
    this.left.clear();
  }

  /** The open minute as of a covered time. */
  minute(start: MinuteStart, covered: number): MinuteFigures {
    const { peak, peakAt, minimum, joins, leaves, uniques } = this;
    const area = this.area + this.count * (covered - this.summedTo);
    return { peak, peakAt, minimum, area, covered: covered - start.covered, joins, leaves, uniques };
  }

  /** Nobody was here in the open minute, and nobody came or went. */
  get isIdle(): boolean {
    return this.peak === 0 && this.joins === 0 && this.leaves === 0;
  }

  #sum(covered: number): void {
    this.area += this.count * (covered - this.summedTo);
    this.summedTo = covered;
  }
}
