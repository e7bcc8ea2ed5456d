import type { Context } from 'hono';
import type { ApiEnv } from '../../api/context.ts';
import type { Place } from './place.ts';

/** A whole list is taken out. As with our own exports: filters by their names alone, and the person as the target. */
export function noteExport(
  c: Context<ApiEnv>,
  { list, event, attendee }: Place & { readonly list: string },
): void {
  const details = { format: 'brella', list, event: event.row.id, filters: Object.keys(c.req.query()) };
  c.get('noteAct')({ action: 'export', target: `attendee:${attendee.id}`, details });
}
