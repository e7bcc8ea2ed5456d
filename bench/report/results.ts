import { cpus } from 'node:os';
import type { Figure, Goal, Measured } from '../runner/figure.ts';

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export interface VariantResult {
  readonly variant: string;
  readonly median: number;
  readonly values: readonly number[];
  readonly details: Readonly<Record<string, number>>;
}

export interface GoalResult {
  readonly title: string;
  readonly value: number;
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

function goalResult(goal: Goal, medianOf: (variant: string) => number): GoalResult {
  const { title, of, against, atLeast, atMost } = goal;
  const value = round(medianOf(of) / (against === undefined ? 1 : medianOf(against)));
  const reached =
    value >= (atLeast ?? Number.NEGATIVE_INFINITY) && value <= (atMost ?? Number.POSITIVE_INFINITY);
  return {
    title,
    value,
    goal: atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`,
    reached,
  };
}

export function resultOf(figure: Figure, measured: ReadonlyMap<string, readonly Measured[]>): FigureResult {
  const variants = [...measured].map(([variant, values]) => variantResult(variant, values));
  const medianOf = (name: string) => variants.find(({ variant }) => variant === name)?.median ?? Number.NaN;
  return {
    figure: figure.name,
    unit: figure.unit,
    variants,
    goals: figure.goals.map((goal) => goalResult(goal, medianOf)),
  };
}

/** Where a result comes from, as far as it matters to read it. */
export function machine() {
  const [first] = cpus();
  return { node: process.version, cpu: first?.model.trim() ?? 'unknown', cores: cpus().length };
}
