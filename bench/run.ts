import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FIGURES } from './figures.ts';
import { type FigureResult, machine, resultOf } from './report/results.ts';
import { report } from './report/table.ts';
import { bundle } from './runner/bundle.ts';
import { measureRounds } from './runner/rounds.ts';

const RESULTS = join(dirname(fileURLToPath(import.meta.url)), 'results.json');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Times that each variant is measured. */
    rounds: { type: 'string', default: '3' },
    /** A folder for CPU profiles of the servers; the figures of such a run are worth little. */
    'cpu-prof': { type: 'string' },
  },
});

const unknown = positionals.filter((name) => !FIGURES.some((figure) => figure.name === name));
const rounds = Number(values.rounds);
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  console.error(`usage: npm run bench -- [--rounds N] [${FIGURES.map(({ name }) => name).join('|')} ...]`);
  process.exit(2);
}
const figures = positionals.length === 0 ? FIGURES : FIGURES.filter(({ name }) => positionals.includes(name));
const profiles = values['cpu-prof'];
const nodeFlags = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];

const { variant: file } = await bundle();
const sharedFolder = mkdtempSync(join(tmpdir(), 'headcount-bench-'));
const results: FigureResult[] = [];
try {
  for (const figure of figures) {
    const measured = await measureRounds(figure, {
      rounds,
      file,
      sharedFolder,
      nodeFlags,
      onMeasured: ({ name, unit }, variant, { value }) =>
        console.error(`${name}: ${variant}: ${value.toPrecision(4)} ${unit}`),
    });
    results.push(resultOf(figure, measured));
  }
} finally {
  rmSync(sharedFolder, { recursive: true, force: true });
}
console.log(report(results));
// A part of the table would look like the whole of it.
if (figures.length === FIGURES.length && profiles === undefined) {
  writeFileSync(RESULTS, `${JSON.stringify({ ...machine(), rounds, figures: results }, null, 2)}\n`);
}
