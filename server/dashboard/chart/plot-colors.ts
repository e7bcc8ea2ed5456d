/** The chart's colours out of the design tokens, as a canvas takes them. */
export interface PlotColors {
  readonly line: string;
  readonly band: string;
  readonly edge: string;
  readonly joins: string;
  readonly leaves: string;
  readonly grid: string;
  readonly text: string;
  readonly surface: string;
  readonly gap: string;
}

/** Reads them anew each time: they change with the theme. The tokens are registered colours, so they come resolved. */
export function plotColors(element: Element): PlotColors {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    line: token('--color-data-1'),
    band: token('--color-data-1-soft'),
    edge: token('--color-data-1-edge'),
    joins: token('--color-data-2'),
    leaves: token('--color-data-3'),
    grid: token('--color-grid'),
    text: token('--color-ink-soft'),
    surface: token('--color-surface'),
    gap: token('--color-gap'),
  };
}
