/** Watch time of a scope: what is banked, and what is running. Adding and removing are O(1), reading is exact at any time. */
export class WatchSum {
  banked = 0;
  /** The part of `banked` that belongs to ended slices, and of that the live part. */
  ended = 0;
  endedLive = 0;
  running = 0;
  /** Sum of the times from which the running ones are watched, ms. */
  runningFrom = 0;

  start(from: number): void {
    this.running++;
    this.runningFrom += from;
  }

  stop(from: number): void {
    this.running--;
    this.runningFrom -= from;
  }

  /** ms at a log time. */
  at(time: number): number {
    return this.banked + this.running * time - this.runningFrom;
  }

  /** A new day: only what happens from `dayStart` on counts. */
  beginDay(dayStart: number): void {
    this.banked = 0;
    this.ended = 0;
    this.endedLive = 0;
    this.runningFrom = this.running * dayStart;
  }
}
