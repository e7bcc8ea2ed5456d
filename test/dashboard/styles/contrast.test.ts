import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../server/dashboard/styles/tokens.css', import.meta.url), 'utf8');
const TOKEN =
  /--color-([\w-]+): light-dark\((#[0-9a-f]{6})(?:[0-9a-f]{2})?, (#[0-9a-f]{6})(?:[0-9a-f]{2})?\)/g;
const tokens = new Map([...css.matchAll(TOKEN)].map(([, name, light, dark]) => [name, { light, dark }]));

/** Relative luminance, WCAG 2.2. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(name: string, ground: string, theme: 'light' | 'dark'): number {
  const colors = [name, ground].map((token) => {
    const color = tokens.get(token)?.[theme];
    if (!color) throw new Error(`no color token ${token}`);
    return luminance(color);
  });
  return (Math.max(...colors) + 0.05) / (Math.min(...colors) + 0.05);
}

const TEXT = [
  ['ink', ['page', 'surface', 'raised', 'warn-soft', 'bad-soft']],
  ['ink-soft', ['page', 'surface', 'raised']],
  ['accent', ['page', 'surface', 'raised']],
  ['on-accent', ['accent']],
  ['warn', ['surface', 'warn-soft']],
  ['bad', ['surface', 'bad-soft']],
] as const;

const SHAPES = [
  ['data-1', ['surface']],
  ['data-2', ['surface']],
  ['data-3', ['surface']],
  ['good', ['raised']],
  ['control', ['surface', 'page']],
  ['focus', ['surface', 'page']],
] as const;

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it.each(TEXT.flatMap(([name, grounds]) => grounds.map((ground) => [name, ground] as const)))(
    'has text in %s on %s at 4.5:1 or more',
    (name, ground) => {
      expect(contrast(name, ground, theme)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(SHAPES.flatMap(([name, grounds]) => grounds.map((ground) => [name, ground] as const)))(
    'has shapes in %s on %s at 3:1 or more',
    (name, ground) => {
      expect(contrast(name, ground, theme)).toBeGreaterThanOrEqual(3);
    },
  );
});
