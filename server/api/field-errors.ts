import type { z } from 'zod';
import type { FieldError } from './problem.ts';

/** A field that nobody knows is named like any other. */
export function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }];
  return issue.keys.map((key) => ({
    path: [...issue.path, key].join('.'),
    message: 'there is no such field',
  }));
}
