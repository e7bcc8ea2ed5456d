import type { Claims } from '../gateway/claims.ts';
import type { KeepAudit } from '../live/keeping.ts';
import type { Pipeline } from '../pipeline.ts';
import { actorOf } from './auth.ts';

/**
 * Has it known afterwards that somebody has taken something out. What only reads goes on while the log is away, so it does not
 * wait for it: the note goes into the log as soon as that is back.
 */
export function noteAct(
  pipeline: Pick<Pipeline, 'state' | 'submit'>,
  claims: Claims,
  act: Omit<KeepAudit, 'type'>,
): void {
  if (pipeline.state === 'closed') return;
  pipeline.submit({ kind: 'keep', actor: actorOf(claims), keep: { type: 'audit', ...act } });
}
