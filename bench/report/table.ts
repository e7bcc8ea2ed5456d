import type { FigureResult } from './results.ts';

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Files have null for what is not a number. */
const number = (value: number | null) =>
  value === null || Number.isNaN(value)
    ? 'not known'
    : value.toLocaleString('en', { maximumSignificantDigits: 4 });

/** The figures against their goals, then what was measured for them. Markdown. */
export function report(results: readonly FigureResult[]): string {
  const goals = results.flatMap(({ goals: of }) =>
    of.map(({ title, value, rounds, goal, reached }) => [
      title,
      number(value),
      rounds.map(number).join(', '),
      goal,
      goal === 'none' ? '' : reached ? 'yes' : 'NO',
    ]),
  );
  const measured = results.flatMap(({ figure, unit, variants }) =>
    variants.map(({ variant, median, values, details }) => [
      figure,
      variant,
      number(median),
      unit,
      values.map(number).join(', '),
      Object.entries(details)
        .map(([key, value]) => `${key} ${number(value)}`)
        .join(', '),
    ]),
  );
  return [
    table(['figure', 'measured', 'rounds', 'goal', 'reached'], goals),
    '',
    table(['figure', 'variant', 'median', 'unit', 'rounds', 'details'], measured),
    '',
  ].join('\n');
}
