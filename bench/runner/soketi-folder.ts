import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const VERSION = '1.6.1';
const CACHE = join(homedir(), '.cache', 'headcount', 'bench', 'peers');
const MAX_MS = 300_000;

/** Nothing of the project depends on it. Its own uWebSockets.js comes from GitHub and has no binary for current versions of Node. */
const PACKAGE = {
  name: 'peers',
  private: true,
  dependencies: { '@soketi/soketi': VERSION },
  overrides: { 'uWebSockets.js': 'npm:uws-pack@20.0.8' },
};
const INSTALL = ['install', '--ignore-scripts', '--omit=dev', '--omit=optional', '--no-audit', '--no-fund'];

/**
 * A folder with soketi, fetched from npm (300 MB) the first time and kept.
 * @throws when npm cannot fetch it
 */
export async function soketiFolder(onFetch: () => void): Promise<string> {
  const folder = join(CACHE, `soketi-${VERSION}`);
  if (existsSync(folder)) return folder;
  onFetch();
  // Under another name until it is whole: a broken one would be taken for good.
  const begun = `${folder}.${process.pid}`;
  mkdirSync(begun, { recursive: true });
  writeFileSync(join(begun, 'package.json'), JSON.stringify(PACKAGE));
  try {
    await promisify(execFile)('npm', INSTALL, { cwd: begun, timeout: MAX_MS });
    renameSync(begun, folder);
  } finally {
    rmSync(begun, { recursive: true, force: true });
  }
  return folder;
}
