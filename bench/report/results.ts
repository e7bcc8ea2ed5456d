import { cpus } from 'node:os';
import type { Figure, Goal, Measured } from '../runner/figure.ts';
import { median } from '../runner/median.ts';

/** Not a number where it could not be measured; null in a file. */
export interface VariantResult {
  readonly variant: string;
  readonly median: number | null;
  readonly values: readonly (number | null)[];
  readonly details: Readonly<Record<string, number | null>>;
}

export interface GoalResult {
  readonly title: string;
  /** Median of the rounds' ratios, or of the figure itself where there is no control for it. */
  readonly value: number | null;
  readonly rounds: readonly (number | null)[];
  readonly goal: string;
  readonly reached: boolean;
}

export interface FigureResult {
  readonly figure: string;
  readonly unit: string;
  readonly variants: readonly VariantResult[];
  readonly goals: readonly GoalResult[];
}

const round = (value: number) => Number(value.toPrecision(4));

function variantResult(variant: string, measured: readonly Measured[]): VariantResult {
  const details: Record<string, number> = {};
  for (const key of Object.keys(measured[0]?.details ?? {}))
    details[key] = round(median(measured.map((one) => one.details?.[key] ?? Number.NaN)));
  const values = measured.map(({ value }) => value);
  return { variant, median: round(median(values)), values: values.map(round), details };
}

type Values = ReadonlyMap<string, readonly Measured[]>;

/** Of each round by itself: what runs one after the other meets the same machine. */
function ratios({ of, against, detail }: Goal, measured: Values): number[] {
  const figure = (one: Measured | undefined) =>
    (detail === undefined ? one?.value : one?.details?.[detail]) ?? Number.NaN;
  const controls = against === undefined ? undefined : measured.get(against);
  return (measured.get(of) ?? []).map(
    (one, index) => figure(one) / (controls === undefined ? 1 : figure(controls[index])),
  );
}

function wordsOf({ atLeast, atMost }: Goal): string {
  if (atLeast !== undefined) return `at least ${atLeast}`;
  return atMost === undefined ? 'none' : `at most ${atMost}`;
}

function goalResult(goal: Goal, measured: Values): GoalResult {
  const { title, atLeast, atMost } = goal;
  const rounds = ratios(goal, measured);
  const value = round(median(rounds));
  return {
    title,
    value,
    rounds: rounds.map(round),
    goal: wordsOf(goal),
    reached: value >= (atLeast ?? Number.NEGATIVE_INFINITY) && value <= (atMost ?? Number.POSITIVE_INFINITY),
  };
}

export function resultOf(figure: Figure, measured: Values): FigureResult {
  return {
    figure: figure.name,
    unit: figure.unit,
    variants: [...measured].map(([variant, values]) => variantResult(variant, values)),
    goals: figure.goals.map((goal) => goalResult(goal, measured)),
  };
}

/** Where a result comes from, as far as it matters to read it. */
export function machine() {
  const [first] = cpus();
  return { node: process.version, cpu: first?.model.trim() ?? 'unknown', cores: cpus().length };
}
