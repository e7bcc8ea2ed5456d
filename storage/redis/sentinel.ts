import { type Attempt, openClient } from './client.ts';
import type { HostAndPort } from './redis-target.ts';

interface Question extends Attempt {
  readonly sentinels: readonly HostAndPort[];
  /** Of the master that they watch. */
  readonly name: string;
}

async function askOne(
  { host, port }: HostAndPort,
  { name, timeoutMs, signal }: Question,
): Promise<HostAndPort> {
  const place = host.includes(':') ? `[${host}]` : host;
  const client = await openClient({ url: `redis://${place}:${port}`, timeoutMs, signal, onEnd: () => {} });
  const timer = setTimeout(() => client.destroy(), timeoutMs);
  try {
    const answer = await client.sendCommand(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name]);
    if (!Array.isArray(answer)) throw new Error(`the sentinel does not know ${name}`);
    return { host: String(answer[0]), port: Number(answer[1]) };
  } finally {
    clearTimeout(timer);
    if (client.isOpen) client.destroy();
  }
}

/**
 * Who the master is, from whichever sentinel answers first. Asked before each connection, where node-redis' own sentinel client
 * would move to another server by itself and send again what was unanswered: the log must look at a server before it writes.
 */
export async function askSentinels(question: Question): Promise<HostAndPort> {
  try {
    return await Promise.any(question.sentinels.map((sentinel) => askOne(sentinel, question)));
  } catch (error) {
    const cause = error instanceof AggregateError ? error.errors[0] : error;
    throw new Error(`no sentinel names the master: ${cause instanceof Error ? cause.message : cause}`);
  }
}
