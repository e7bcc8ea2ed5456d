import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { build as buildPage } from 'vite';
import { findChromium } from '../../test/setup/chromium.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const OUT = join(root, 'dist/bench');

/** What figures of the page need. */
export interface PageParts {
  /** Path of the browser. */
  readonly chromium: string;
  /** Folder of the built page. */
  readonly folder: string;
  /** A script that draws a day. */
  readonly drawDay: string;
}

/** Builds the page from its sources. Throws when there is no Chromium to be had. */
export async function pageParts(): Promise<PageParts> {
  const chromium = findChromium();
  if (chromium === null) throw new Error('these figures need a Chromium');
  const folder = join(OUT, 'dashboard');
  const drawDay = join(OUT, 'page/draw-day.js');
  const configFile = join(root, 'server/dashboard/vite.config.ts');
  await buildPage({ configFile, logLevel: 'error', build: { outDir: folder } });
  await build({
    absWorkingDir: root,
    entryPoints: ['bench/page/draw-day.ts'],
    outfile: drawDay,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'chrome123',
    logLevel: 'warning',
  });
  return { chromium, folder, drawDay };
}
