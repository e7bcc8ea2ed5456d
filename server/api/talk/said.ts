import { z } from '@hono/zod-openapi';
import { IsoTime } from '../answers.ts';

/** What everything that somebody wrote is shown with. */
export const SAID = {
  id: z.string(),
  at: IsoTime,
  session: z.string(),
  attendee: z.string(),
  name: z.string().nullable(),
  text: z.string(),
} as const;
