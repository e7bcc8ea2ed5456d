import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MIGRATIONS } from '../../storage/sqlite/migrations/all.ts';
import { makeHistory } from '../load/history/make-history.ts';
import type { Sizes } from '../load/history/programme.ts';

const SEED = 7;
const CACHE = join(homedir(), '.cache', 'headcount', 'bench');
const GENERATOR = join(dirname(fileURLToPath(import.meta.url)), '../load/history');

/** Changes with whatever the file depends on, but for how it is derived: remove the folder after such a change. */
function nameOf(sizes: Sizes): string {
  const sources = readdirSync(GENERATOR).map((file) => readFileSync(join(GENERATOR, file), 'utf8'));
  const all = JSON.stringify([sizes, SEED, MIGRATIONS, sources]);
  return `${kindOf(sizes)}${hash('sha256', all).slice(0, 16)}.db`;
}

const kindOf = ({ slices }: Sizes) => `history-${slices}-`;

/** Makes the file when it is not there yet, which takes minutes, and keeps it for later runs. */
export async function historyFile(sizes: Sizes, onProgress: (text: string) => void): Promise<string> {
  mkdirSync(CACHE, { recursive: true });
  const name = nameOf(sizes);
  const file = join(CACHE, name);
  if (existsSync(file)) return file;
  // One of another size stays, and so does what somebody else is making.
  const outdated = readdirSync(CACHE).filter(
    (other) => other.startsWith(kindOf(sizes)) && other.endsWith('.db'),
  );
  for (const other of outdated) rmSync(join(CACHE, other));
  const { slices, engagements, seconds } = await makeHistory({
    ...{ file, sizes, seed: SEED },
    onPhase: (name, took) => onProgress(`  ${name}: ${took.toFixed(1)} s`),
  });
  onProgress(`made a history of ${slices} slices and ${engagements} engagements in ${seconds.toFixed(0)} s`);
  return file;
}
