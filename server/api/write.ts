import type { Pipeline, PlainChange } from '../pipeline.ts';
import { ApiError } from './problem.ts';

/**
 * Resolves when the change is on the disk of this node.
 * @throws ApiError with the code of why not.
 */
export async function write(pipeline: Pipeline, change: PlainChange): Promise<void> {
  const refused = await pipeline.write(change);
  if (refused !== null) throw new ApiError(refused);
}
