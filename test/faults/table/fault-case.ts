/** Something that can go wrong, or be sent to harm, and what Headcount makes of it. */
export interface FaultCase {
  readonly id: number;
  readonly input: string;
  /** What is to happen. */
  readonly expected: string;
  /** Where Headcount was made to do something else than what is usually expected: what, and why. */
  readonly byDesign?: string;
  /** Titles of the tests that show it, by their files. */
  readonly tests: Readonly<Record<string, readonly string[]>>;
  /** What of it was not tried, and why. */
  readonly untried?: string;
}

export interface CaseGroup {
  readonly letter: string;
  readonly title: string;
  readonly cases: readonly FaultCase[];
}
