import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findRedis } from '../test/setup/redis.ts';
import { writeReadme } from './report/readme.ts';
import { machine } from './report/results.ts';
import { SOAK, SOAK_REDIS, SOURCES } from './report/sources.ts';
import { report } from './report/table.ts';
import { bundle } from './runner/bundle.ts';
import { PEOPLE } from './soak/pool.ts';
import type { SoakOrder } from './soak/run.ts';
import type { Sample } from './soak/sample.ts';
import { verdictOn } from './soak/verdict.ts';

const FOLDER = dirname(fileURLToPath(import.meta.url));
/** Shorter ones are to try it: they write nothing. */
const WHOLE_MINUTES = 60;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: String(WHOLE_MINUTES) },
    /** Over a Redis of its own instead of embedded. */
    redis: { type: 'boolean', default: false },
  },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  console.error('usage: npm run soak -- [--minutes N] [--redis]');
  process.exit(2);
}

const program = values.redis ? (await findRedis()).program : null;
if (values.redis && program === null) throw new Error('--redis needs a redis-server with TimeSeries');
const { soak: file } = await bundle();
const folder = mkdtempSync(join(tmpdir(), 'headcount-soak-'));
const samples: Sample[] = [];
const load = [loadavg()[0] ?? 0];
try {
  const order: SoakOrder = { minutes, folder, redis: program };
  const child = fork(file, [JSON.stringify(order)], { execArgv: [] });
  child.on('message', (sample: Sample) => {
    samples.push(sample);
    load.push(loadavg()[0] ?? 0);
    console.error(JSON.stringify(sample));
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the soak ended with ${code}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const variant = `${PEOPLE.toLocaleString('en')} people, ${values.redis ? 'over Redis' : 'embedded'}`;
const figure = verdictOn(samples, variant);
console.log(report([figure]));
if (minutes >= WHOLE_MINUTES) {
  const written = { ...machine(), loadAverages: load, rounds: 1, figures: [figure], samples };
  const { results } = values.redis ? SOAK_REDIS : SOAK;
  writeFileSync(join(FOLDER, results), `${JSON.stringify(written, null, 2)}\n`);
  writeReadme(FOLDER, SOURCES);
}
process.exitCode = figure.goals.every(({ reached }) => reached) ? 0 : 1;
