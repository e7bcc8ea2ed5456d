import type { Figure } from './figure.ts';

/** The figure without the variants that need something that cannot be had here, and without the goals that need them. */
export function withoutNeeding(figure: Figure, needed: string): Figure {
  const variants = figure.variants.filter(({ needs }) => needs !== needed);
  const has = (name: string | undefined) => name === undefined || variants.some((one) => one.name === name);
  const goals = figure.goals.filter(({ of, against }) => has(of) && has(against));
  return { ...figure, variants, goals };
}
