/** Time as the sender has it; a test moves it by hand. */
export interface Clock {
  /** Wall clock, ms. */
  now(): number;
  /** Runs something once after so many ms. The answer calls it off. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
