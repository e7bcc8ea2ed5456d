import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FigureResult } from './results.ts';
import { report } from './table.ts';

/** What a whole run has written. */
export interface Written {
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly loadAverages: readonly number[];
  readonly rounds: number;
  readonly figures: readonly FigureResult[];
}

/** Where the results of something are. */
export interface Source {
  readonly name: string;
  readonly results: string;
}

const BEGIN = '<!-- The lines up to the end of the results are written by `npm run bench -- --report`. -->';
const END = '<!-- End of the results. -->';

function sectionOf(name: string, { node, cpu, cores, loadAverages, rounds, figures }: Written): string {
  const load = `load average ${Math.min(...loadAverages)} to ${Math.max(...loadAverages)}`;
  const times = rounds === 1 ? 'one round' : `${rounds} rounds`;
  return `### \`${name}\`\n\nNode ${node}, ${cores} cores (${cpu}), ${times}, ${load}.\n\n${report(figures)}`;
}

/** All results that there are, as Markdown. */
export function resultsIn(folder: string, sources: readonly Source[]): string {
  return sources
    .filter(({ results }) => existsSync(join(folder, results)))
    .map(({ name, results }) =>
      sectionOf(name, JSON.parse(readFileSync(join(folder, results), 'utf8')) as Written),
    )
    .join('\n');
}

/**
 * A page with other results between its two marks.
 * @throws where it has no such marks
 */
export function withResults(page: string, results: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`the page has no place for results between ${BEGIN} and ${END}`);
  return `${page.slice(0, from + BEGIN.length)}\n\n${results}\n${page.slice(to)}`;
}

/** Puts all results that there are into the README of their folder. */
export function writeReadme(folder: string, sources: readonly Source[]): void {
  const file = join(folder, 'README.md');
  writeFileSync(file, withResults(readFileSync(file, 'utf8'), resultsIn(folder, sources)));
}
