import { execFileSync } from 'node:child_process';
import { findOnPath, isProgram } from './programs.ts';

/** Several test files may find at once that it is missing. */
const WAIT_FOR_LOCK = ['-o', 'DPkg::Lock::Timeout=300'];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** For an unattended browser that asks nothing of the network but the page under test. */
export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Debian's package, where this process may install it; its output is shown when it fails. */
function install(): boolean {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || findOnPath(['apt-get']) === null) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('apt-get', [...WAIT_FOR_LOCK, 'update', '-q'], { env, stdio: 'pipe' });
    execFileSync(
      'apt-get',
      [...WAIT_FOR_LOCK, 'install', '-y', '-q', '--no-install-recommends', 'chromium'],
      {
        env,
        stdio: 'pipe',
      },
    );
    return true;
  } catch (error) {
    console.error(String(error));
    return false;
  }
}

/**
 * Path of a Chromium: `CHROMIUM_PATH`, else from the PATH, else Debian's, installed now. Null, with a line that says
 * so, when there is none to be had; with `CI=true` that is an error, so that no run leaves the page untested unseen.
 */
export function findChromium(): string | null {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (!isProgram(given)) throw new Error(`CHROMIUM_PATH is no program: ${given}`);
    return given;
  }
  const found = findOnPath(NAMES) ?? (install() ? findOnPath(NAMES) : null);
  if (found) return found;
  const message = 'NO CHROMIUM: the browser tests cannot run. Set CHROMIUM_PATH or install chromium.';
  if (process.env.CI === 'true') throw new Error(message);
  console.error(message);
  return null;
}
