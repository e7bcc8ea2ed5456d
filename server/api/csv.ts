import { z } from '@hono/zod-openapi';
import type { Columns } from './csv-text.ts';

export * from './csv-text.ts';

/** A column for every field; objects with fields of their own are spread, all others become JSON in one cell. */
export function columnsOf(schema: z.ZodObject): Columns {
  return Object.entries(schema.shape).flatMap(([name, field]) =>
    field instanceof z.ZodObject ? columnsOf(field).map((path) => [name, ...path]) : [[name]],
  );
}
