import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findRedis } from '../test/setup/redis.ts';
import { chosen, FIGURES, GROUPS, PAGE, PEERS, REDIS, WITH_HISTORY } from './figures.ts';
import { FULL, SMALL } from './load/history/programme.ts';
import { writeReadme } from './report/readme.ts';
import { type FigureResult, machine, resultOf } from './report/results.ts';
import { SOURCES } from './report/sources.ts';
import { report } from './report/table.ts';
import { bundle } from './runner/bundle.ts';
import type { Figure } from './runner/figure.ts';
import { historyFile } from './runner/history-file.ts';
import { pageParts } from './runner/page-parts.ts';
import { onlyVariants, withoutNeeding } from './runner/possible.ts';
import { measureRounds } from './runner/rounds.ts';
import { soketiFolder } from './runner/soketi-folder.ts';

const FOLDER = dirname(fileURLToPath(import.meta.url));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Times that each variant is measured. */
    rounds: { type: 'string', default: '3' },
    /** A folder for CPU profiles of the servers; the figures of such a run are worth little. */
    'cpu-prof': { type: 'string' },
    /** Further flags of Node for the servers, `--trace-gc` for one. */
    'node-flag': { type: 'string', multiple: true, default: [] },
    /** Only these variants, by name. */
    variant: { type: 'string', multiple: true, default: [] },
    /** Less of everything, to try the figures: a history of a thousandth, seconds instead of minutes before the page. */
    small: { type: 'boolean', default: false },
    /** Measures nothing: puts the results that there are into the README. */
    report: { type: 'boolean', default: false },
  },
});

function usage(): never {
  const names = [...GROUPS, ...FIGURES].map(({ name }) => name).join('|');
  console.error(`usage: npm run bench -- [--report] [--rounds N] [${names} ...]`);
  process.exit(2);
}

async function redisFor(figures: readonly Figure[]) {
  if (!figures.some((figure) => REDIS.figures.includes(figure))) return null;
  const { program, why } = await findRedis();
  if (program === null) throw new Error(`these figures start a redis-server with TimeSeries: ${why}`);
  return program;
}

/** Null where it cannot be had: the others are measured without it. */
async function soketiFor(figures: readonly Figure[]) {
  if (!figures.some((figure) => PEERS.figures.includes(figure))) return null;
  try {
    return await soketiFolder(() => console.error('Fetching soketi for the bench: 300 MB, once.'));
  } catch (error) {
    console.error(`soketi is left out: ${String(error)}`);
    return null;
  }
}

if (values.report) {
  writeReadme(FOLDER, SOURCES);
  process.exit(0);
}
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) usage();
const figures = chosen(positionals) ?? usage();
const profiles = values['cpu-prof'];
const nodeFlags = [
  ...(profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`]),
  ...values['node-flag'],
];
const redis = await redisFor(figures);
const history = figures.some((figure) => WITH_HISTORY.includes(figure))
  ? await historyFile(values.small ? SMALL : FULL, (text) => console.error(text))
  : null;

const soketi = await soketiFor(figures);
const page = figures.some((figure) => PAGE.figures.includes(figure)) ? await pageParts() : null;

const { variant: file } = await bundle();
const sharedFolder = mkdtempSync(join(tmpdir(), 'headcount-bench-'));
const load = [loadavg()[0] ?? 0];
const results: FigureResult[] = [];
try {
  for (const asked of figures) {
    const possible = soketi === null ? withoutNeeding(asked, 'soketi') : asked;
    const figure = values.variant.length === 0 ? possible : onlyVariants(possible, values.variant);
    const measured = await measureRounds(figure, {
      ...{ rounds, file, sharedFolder, nodeFlags, redis, history, page, soketi, isSmall: values.small },
      onMeasured: ({ name, unit }, variant, { value, details = {} }) =>
        console.error(`${name}: ${variant}: ${value.toPrecision(4)} ${unit} ${JSON.stringify(details)}`),
      onFailed: (error) => {
        console.error(String(error));
        process.exitCode = 1;
      },
    });
    results.push(resultOf(figure, measured));
    load.push(loadavg()[0] ?? 0);
  }
} finally {
  rmSync(sharedFolder, { recursive: true, force: true });
}
console.log(report(results));
// A part of the table would look like the whole of it.
const whole = GROUPS.find(
  (group) =>
    group.figures.length === figures.length && group.figures.every((figure) => figures.includes(figure)),
);
const isPlain = nodeFlags.length === 0 && values.variant.length === 0 && !values.small;
if (whole !== undefined && isPlain) {
  const written = { ...machine(), loadAverages: load, rounds, figures: results };
  writeFileSync(join(FOLDER, whole.results), `${JSON.stringify(written, null, 2)}\n`);
  writeReadme(FOLDER, SOURCES);
}
