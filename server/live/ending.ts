import type { Incarnation } from './incarnations.ts';
import { drop } from './joining.ts';
import type { LiveState } from './live-state.ts';

const NONE: readonly string[] = [];

/** Drops the people of the incarnations that end at this instant; gives their names. */
export function endIncarnations(state: LiveState): readonly string[] {
  const ending = state.incarnations.takeEnding(state.time);
  if (ending.length === 0) return NONE;
  for (const { incarnation, windowMs } of ending) dropAll(state, incarnation, windowMs);
  return ending.map(({ incarnation }) => incarnation.name);
}

/** In the order of their numbers: a core that was restored has them in another one. */
function dropAll(state: LiveState, { name, time }: Incarnation, windowMs: number): void {
  const numbers = [...(state.connections.get(name)?.keys() ?? [])].sort((a, b) => a - b);
  const ageMs = state.time - time;
  for (const connection of numbers) drop(state, name, { kind: 'drop', connection, ageMs, windowMs });
}
