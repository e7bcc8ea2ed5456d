import type { Context } from 'hono';
import type { ApiEnv } from '../../api/context.ts';

/** Has it known afterwards that people or figures were taken out as a whole. */
export function noteExport(c: Context<ApiEnv>, format: 'csv' | 'json'): void {
  const { pathname, searchParams } = new URL(c.req.url);
  // Their names alone: what is looked for may be somebody's name.
  const details = { format, filters: [...searchParams.keys()] };
  c.get('noteAct')({ action: 'export', target: pathname, details });
}
