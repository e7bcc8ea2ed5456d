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

/** The tokens are registered colours, so they come resolved. */
function readColors(element: Element): PlotColors {
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

/** The colours of one theme, which many parts of a chart ask for each time it is drawn. */
export interface Palette {
  readonly colors: () => PlotColors;
  /** The theme has changed: they are read anew. */
  readonly forget: () => void;
}

export function paletteOf(element: Element): Palette {
  let known: PlotColors | null = null;
  return {
    colors: () => {
      known ??= readColors(element);
      return known;
    },
    forget: () => {
      known = null;
    },
  };
}

/** Tells of each change between light and dark that the system makes, until what it gives is called. */
export function followScheme(onChange: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', onChange);
  return () => dark.removeEventListener('change', onChange);
}
