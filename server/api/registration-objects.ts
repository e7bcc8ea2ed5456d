import { z } from '@hono/zod-openapi';
import type { RegistrationRow } from '../../storage/types.ts';
import type { RegistrationDetails } from '../live/keeping.ts';
import { IsoTime } from './answers.ts';
import { line } from './attendee-objects.ts';
import { Metadata, Time } from './parameters.ts';

/** Body of `PUT …/registrations/{attendee}` and `…/bookmarks/{attendee}`. */
export const RegistrationBody = z.strictObject({
  at: Time.optional().openapi({
    description: 'When it was made, for operators to say; without it that is now, or what it was',
  }),
  ticketId: line(128).nullish(),
  answers: Metadata.optional().openapi({ description: 'By question' }),
  metadata: Metadata.optional(),
});

export const RegistrationSchema = z
  .object({
    scope: z.string(),
    attendee: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    at: IsoTime,
    ticketId: z.string().nullable(),
    answers: z.record(z.string(), z.unknown()),
    metadata: z.record(z.string(), z.unknown()),
    version: z.number().int().min(1),
  })
  .openapi('Registration');

export function registrationDetails(body: z.infer<typeof RegistrationBody>): RegistrationDetails {
  const { at = null, ticketId = null, answers = {}, metadata = {} } = body;
  return { at, ticketId, answers, metadata };
}

/** `scope`: as in counters. */
export function registrationObject(row: RegistrationRow, scope: string) {
  const { attendee, name, email, at, ticketId, answers, metadata, version } = row;
  return {
    ...{ scope, attendee, name, email, at: new Date(at).toISOString() },
    ...{ ticketId, answers: { ...answers }, metadata: { ...metadata }, version },
  };
}
