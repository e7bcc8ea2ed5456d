import { tokenFor } from '../load/tokens.ts';
import type { ServerProcess } from './server-process.ts';

export interface Progress {
  /** Changes applied since its start. */
  readonly applied: number;
  /** All that was applied is on disk. */
  readonly isRecorded: boolean;
}

/** How far a node has come with the log. */
export async function progressOf({ port }: ServerProcess): Promise<Progress> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
  return {
    applied: value('headcount_log_changes_total'),
    isRecorded: value('headcount_recorder_waiting_effects') === 0,
  };
}

interface Counted {
  readonly concurrent: number;
  readonly connections: number;
}

/** What a node counts. */
async function countedAt({ port }: ServerProcess, scope = 'organization:bench'): Promise<Counted> {
  const headers = { Authorization: `Bearer ${tokenFor('operator', 'operator')}` };
  const answer = await fetch(`http://127.0.0.1:${port}/v1/counters/${scope}`, { headers });
  return (await answer.json()) as Counted;
}

export const presentAt = async (node: ServerProcess): Promise<number> => (await countedAt(node)).concurrent;
export const connectionsAt = async (node: ServerProcess): Promise<number> =>
  (await countedAt(node)).connections;

/** Those in the sessions s1, s2, … together. */
export async function presencesAt(node: ServerProcess, sessions: number): Promise<number> {
  const scopes = Array.from({ length: sessions }, (_, index) => `session:s${index + 1}`);
  const counted = await Promise.all(scopes.map((scope) => countedAt(node, scope)));
  return counted.reduce((sum, { concurrent }) => sum + concurrent, 0);
}
