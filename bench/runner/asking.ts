import { tokenFor } from '../load/tokens.ts';
import { percentile } from './percentile.ts';
import type { ServerProcess } from './server-process.ts';

/** A whole answer by REST. Throws unless it is 200. */
export function ask(server: ServerProcess, path: string, accept = 'application/json'): Promise<Response> {
  return askWith(server, path, { authorization: `Bearer ${tokenFor('operator', 'admin')}`, accept });
}

/** The same with headers of one's own. */
export async function askWith(
  server: ServerProcess,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

export interface LatencyOptions {
  /** So many are asked first, and again. */
  readonly warmUp?: number;
  /** When these have been spent, no further one is asked. */
  readonly budgetMs?: number;
}

/** How long each of some questions takes, one after the other, ms. The first few only warm up. */
export async function latencyOf<Question>(
  questions: readonly Question[],
  answered: (question: Question) => Promise<unknown>,
  { warmUp = 10, budgetMs = Number.POSITIVE_INFINITY }: LatencyOptions = {},
): Promise<Latency> {
  for (const question of questions.slice(0, warmUp)) await answered(question);
  const spent: number[] = [];
  const begin = performance.now();
  for (const question of questions) {
    const from = performance.now();
    await answered(question);
    const now = performance.now();
    spent.push(now - from);
    if (now - begin > budgetMs) break;
  }
  return { p50: percentile(spent, 0.5), p99: percentile(spent, 0.99) };
}
