import type { Figure, Variant } from './figure.ts';

/** The figure without the variants that need something that cannot be had here, and without the goals that need them. */
export function withoutNeeding(figure: Figure, needed: string): Figure {
  return withVariants(figure, ({ needs }) => needs !== needed);
}

/** The figure with those variants alone, and the goals that need no other. */
export function onlyVariants(figure: Figure, names: readonly string[]): Figure {
  return withVariants(figure, ({ name }) => names.includes(name));
}

function withVariants(figure: Figure, isWanted: (variant: Variant) => boolean): Figure {
  const variants = figure.variants.filter(isWanted);
  const has = (name: string | undefined) => name === undefined || variants.some((one) => one.name === name);
  const goals = figure.goals.filter(({ of, against }) => has(of) && has(against));
  return { ...figure, variants, goals };
}
