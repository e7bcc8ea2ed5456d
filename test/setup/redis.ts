import { findOnPath } from './programs.ts';
import { cached, cacheFolder, fetchIntoCache } from './redis-cache.ts';
import { installed, type RedisProgram } from './redis-program.ts';

/** What tests get by `inject('redis')`. */
export interface RedisForTests {
  /** `REDIS_TEST_URL`: a service that several tests may use at once. */
  readonly url: string | null;
  /** For servers of a test's own, to be killed and restarted. */
  readonly program: RedisProgram | null;
  /** Why there is no program. */
  readonly why: string | null;
}

declare module 'vitest' {
  export interface ProvidedContext {
    redis: RedisForTests;
  }
}

interface Search {
  readonly env?: NodeJS.ProcessEnv;
  readonly fetch?: (cache: string) => Promise<RedisProgram>;
}

function here(env: NodeJS.ProcessEnv): RedisProgram | null {
  const server = findOnPath(['redis-server'], env.PATH);
  return (server === null ? null : installed(server)) ?? cached(cacheFolder(env));
}

/** Who names a service has chosen: nothing is downloaded then. */
async function search(url: string | null, { env = process.env, fetch = fetchIntoCache }: Search) {
  const program = here(env);
  if (program !== null) return { url, program, why: null };
  if (url !== null) return { url, program, why: 'REDIS_TEST_URL is a service, and no server is installed' };
  try {
    console.error('Fetching Redis with TimeSeries for the tests: 59 MB, once.');
    return { url, program: await fetch(cacheFolder(env)), why: null };
  } catch (error) {
    return { url, program, why: String(error) };
  }
}

/**
 * Redis with TimeSeries: `REDIS_TEST_URL`, a `redis-server` from the PATH, a copy in the cache, else a copy fetched now.
 * A line says so when there is none to be had; with `CI=true` that is an error, so that no run leaves it untested unseen.
 */
export async function findRedis(from: Search = {}): Promise<RedisForTests> {
  const env = from.env ?? process.env;
  const found = await search(env.REDIS_TEST_URL || null, from);
  if (found.program !== null) return found;
  const message = `NO REDIS: tests that start one cannot run. Put a redis-server with TimeSeries on the PATH. ${found.why}`;
  if (env.CI === 'true') throw new Error(message);
  console.error(message);
  return found;
}
