import type { Context } from 'hono';
import type { DeleteEventChange, DeleteOrganizationChange, DeleteSessionChange } from '../live/changes.ts';
import type { Pipeline } from '../pipeline.ts';
import { actorOf } from './auth.ts';
import type { ApiEnv } from './context.ts';
import { expectedVersion } from './preconditions.ts';
import { write } from './write.ts';

type Deletion = DeleteEventChange | DeleteOrganizationChange | DeleteSessionChange;

/** Deletes an object of the catalogue, on disk when it resolves. */
export function writeDeletion(
  c: Context<ApiEnv>,
  pipeline: Pipeline,
  { kind, id, purge }: Pick<Deletion, 'kind' | 'id' | 'purge'>,
): Promise<void> {
  const actor = actorOf(c.get('claims'));
  return write(pipeline, { kind, actor, id, purge, ifMatch: expectedVersion(c) });
}
