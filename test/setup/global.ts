import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { findChromium } from './chromium.ts';
import { findRedis } from './redis.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What several test files need is made once, before any of them: dist/ as of the sources, a browser, a Redis. */
export default async function setup(project: TestProject): Promise<void> {
  execFileSync(process.execPath, ['scripts/build.mjs', '--if-needed'], { cwd: root, stdio: 'inherit' });
  findChromium();
  project.provide('redis', await findRedis());
}
