import { z } from '@hono/zod-openapi';
import type { StoredAttendee } from '../../storage/types.ts';
import type { AttendeeDetails } from '../live/keeping.ts';
import { countryOf, UNKNOWN_COUNTRY } from '../protocol/country.ts';
import { isoOrNull } from '../protocol/iso-time.ts';
import { IsoTime } from './answers.ts';
import { Metadata } from './parameters.ts';

const MAX_NAME = 256;

/** A line of text to show; what is not Unicode is replaced. */
export const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, 'must have no control characters')
    .overwrite((text) => text.toWellFormed());

const Name = line(MAX_NAME);

// What is to the left of the @ is the business of the domain (RFC 5321, section 2.3.11).
export const Email = line(254).regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address');

export const Country = z
  .string()
  .refine((code) => countryOf(code) === code && code !== UNKNOWN_COUNTRY, 'must be ISO 3166-1 alpha-2');

/** Body of `PUT /v1/attendees/{id}`. */
export const AttendeeBody = z.strictObject({
  name: Name.nullish().openapi({ description: 'Without it, the first and the last name' }),
  firstName: Name.nullish(),
  lastName: Name.nullish(),
  email: Email.nullish(),
  phone: line(64).nullish(),
  country: Country.nullish(),
  metadata: Metadata.optional(),
});

const Text = z.string().nullable();

export const AttendeeSchema = z
  .object({
    id: z.string(),
    organization: z.string(),
    name: Text,
    firstName: Text,
    lastName: Text,
    email: Text,
    phone: Text,
    country: Text,
    registeredAt: IsoTime.nullable().openapi({
      description: 'Null: known by a token or a registration only',
    }),
    firstSeenAt: IsoTime.nullable(),
    metadata: z.record(z.string(), z.unknown()),
    version: z.number().int().min(0),
  })
  .openapi('Attendee');

export function attendeeDetails(body: z.infer<typeof AttendeeBody>): AttendeeDetails {
  const {
    firstName = null,
    lastName = null,
    email = null,
    phone = null,
    country = null,
    metadata = {},
  } = body;
  const both = [firstName, lastName].filter((part) => part !== null).join(' ');
  return { name: body.name ?? (both || null), firstName, lastName, email, phone, country, metadata };
}

/** `organization`: its id. */
export function attendeeObject(row: StoredAttendee, organization: string) {
  const { id, name, firstName, lastName, email, phone, country, registeredAt, firstSeenAt, version } = row;
  return {
    ...{ id, organization, name, firstName, lastName, email, phone, country },
    registeredAt: isoOrNull(registeredAt),
    firstSeenAt: isoOrNull(firstSeenAt),
    metadata: { ...row.metadata },
    version,
  };
}
