import { pause, type Stage } from './figure.ts';
import { headcountSettings } from './headcount.ts';
import type { ServerProcess } from './server-process.ts';

const POLL_MS = 20;

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Resolves when it has caught up with the log and takes part in it. */
export async function ready(server: ServerProcess): Promise<void> {
  while (!(await isReady(server.port))) await pause(POLL_MS);
}

export interface NodesOptions {
  readonly count: number;
  /** Of the Redis that they share. Without one, each is alone. */
  readonly url?: string | undefined;
  readonly settings?: Readonly<Record<string, string>>;
}

export const NODES = 3;

/** Nodes of one log, all ready. */
export async function startNodes(
  stage: Stage,
  { count, url, settings }: NodesOptions,
): Promise<ServerProcess[]> {
  const redis = url === undefined ? {} : { REDIS_URL: url };
  const start = () =>
    stage.start('headcount', { ...headcountSettings(stage.folder()), ...redis, ...settings });
  const nodes = await Promise.all(Array.from({ length: count }, start));
  await Promise.all(nodes.map(ready));
  return nodes;
}
