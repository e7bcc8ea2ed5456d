import { readFile } from 'node:fs/promises';
import { type Finding, ok, problem, warning } from './finding.ts';

const SUBJECT = 'open files';
/** The history and its readers, the log, mail, webhooks, the listening socket, and REST connections. */
const BESIDE_CONNECTIONS = 500;

/** Of the running process, which a server started in the same way has, too; null where /proc does not tell. */
export async function openFileLimit(): Promise<number | null> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(limits) ?? [];
  if (soft === undefined) return null;
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}

/** A connection is a file; whoever comes when there is none left is not even refused. */
export function judgeFiles(limit: number | null, maxConnections: number): Finding {
  if (limit === null) return warning(SUBJECT, 'the limit is not known here', 'see ulimit -n');
  const wanted = maxConnections + BESIDE_CONNECTIONS;
  const text = `${limit} allowed, MAX_CONNECTIONS is ${maxConnections}`;
  if (limit >= wanted) return ok(SUBJECT, text);
  const advice = `ulimit -n ${wanted} (LimitNOFILE= of systemd, ulimits of a container), or a lower MAX_CONNECTIONS`;
  return limit <= BESIDE_CONNECTIONS ? problem(SUBJECT, text, advice) : warning(SUBJECT, text, advice);
}
