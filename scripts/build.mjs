// Builds the server (one file), the SDK and the page into dist/. Does nothing when dist/ is newer than every source.
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { build as buildPage } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'dist/.built');
const SOURCES = ['server', 'storage', 'client-sdk/src', 'package-lock.json', 'scripts/build.mjs'];

function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce(
    (latest, name) => Math.max(latest, newest(join(path, name))),
    stats.mtimeMs,
  );
}

function isFresh() {
  try {
    const built = statSync(stamp).mtimeMs;
    return SOURCES.every((source) => newest(join(root, source)) <= built);
  } catch {
    return false;
  }
}

export async function build({ quiet = true } = {}) {
  const startedAt = new Date();
  await bundle({
    absWorkingDir: root,
    entryPoints: {
      start: 'server/start.ts',
      token: 'server/cli/token.ts',
      demo: 'server/cli/demo.ts',
      'rules-raise': 'server/cli/rules-raise.ts',
      backup: 'server/cli/backup.ts',
      restore: 'server/cli/restore.ts',
      rebuild: 'server/cli/rebuild.ts',
      'check-data': 'server/cli/check-data.ts',
      doctor: 'server/cli/doctor.ts',
      'make-report': 'server/reports/make-report.ts',
      'language-worker': 'server/figures/talk/language-worker.mjs',
    },
    outdir: 'dist/server',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  });
  await bundle({
    absWorkingDir: root,
    entryPoints: ['client-sdk/src/index.ts'],
    outfile: 'client-sdk/dist/index.js',
    bundle: true,
    minify: true,
    platform: 'neutral',
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
  await buildPage({
    configFile: join(root, 'server/dashboard/vite.config.ts'),
    logLevel: quiet ? 'warn' : 'info',
  });
  // The time of the start: what was edited meanwhile is built again.
  writeFileSync(stamp, `${startedAt.toISOString()}\n`);
  utimesSync(stamp, startedAt, startedAt);
}

export async function buildIfNeeded() {
  if (!isFresh()) await build();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--if-needed')) await buildIfNeeded();
  else await build({ quiet: false });
}
