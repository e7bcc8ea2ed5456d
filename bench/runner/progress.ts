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

/** How many people a node counts in the organization of the bench. */
export async function presentAt({ port }: ServerProcess): Promise<number> {
  const headers = { Authorization: `Bearer ${tokenFor('operator', 'operator')}` };
  const answer = await fetch(`http://127.0.0.1:${port}/v1/counters/organization:bench`, { headers });
  const { concurrent } = (await answer.json()) as { concurrent?: number };
  return concurrent ?? Number.NaN;
}
