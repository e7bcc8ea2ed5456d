import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isProgram } from './programs.ts';

/** How to start a Redis that has TimeSeries. */
export interface RedisProgram {
  readonly server: string;
  /** What `--loadmodule` wants. */
  readonly module: string;
  /** The folder for LD_LIBRARY_PATH where the system lacks what the server is linked with. */
  readonly libraries: string | null;
}

/** The first version with WAITAOF. */
const OLDEST = { major: 7, minor: 2 };

export function environmentOf({ libraries }: RedisProgram): NodeJS.ProcessEnv {
  const env = { PATH: process.env.PATH };
  return libraries === null ? env : { ...env, LD_LIBRARY_PATH: libraries };
}

/** Whether this machine runs it, it is new enough, and its TimeSeries loads. */
export function isUsable(program: RedisProgram): boolean {
  // Modules are loaded first; then a server with nowhere to listen ends by itself.
  const { stdout } = spawnSync(
    program.server,
    ['--port', '0', '--save', '', '--loadmodule', program.module],
    { env: environmentOf(program), encoding: 'utf8', timeout: 20_000, killSignal: 'SIGKILL' },
  );
  const [, major, minor] = /Redis version=(\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  const isNew =
    Number(major) > OLDEST.major || (Number(major) === OLDEST.major && Number(minor) >= OLDEST.minor);
  return isNew && /Module 'timeseries' loaded/.test(stdout);
}

/** Where Redis 8, its packages and Redis Stack put the module, seen from the server. */
const MODULES = ['../lib/redis/modules', '../lib', '../lib/redis', './'];

/** An installed server with the module that lies beside it, null when that does not work. */
export function installed(server: string): RedisProgram | null {
  const home = dirname(realpathSync(server));
  const programs = MODULES.map((folder) => join(home, folder, 'redistimeseries.so'))
    .filter(isProgram)
    .map((module) => ({ server, module, libraries: null }));
  return programs.find(isUsable) ?? null;
}
