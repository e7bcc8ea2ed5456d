import type { AttendeeDetails, RegistrationDetails } from '../live/keeping.ts';
import type { Live } from '../live/live.ts';
import { ERRORS } from '../protocol/error-codes.ts';
import { ApiError, type FieldError } from './problem.ts';

type Details = Partial<AttendeeDetails & RegistrationDetails>;

const PERSONAL = [
  ...(['name', 'firstName', 'lastName', 'email', 'phone', 'metadata'] as const),
  ...(['ticketId', 'answers'] as const),
];

const holds = (value: unknown) => value !== undefined && value !== null && JSON.stringify(value) !== '{}';

/** What a pseudonymous organization does not take of a person or a registration: all that may say who somebody is. */
export function personalFields(details: Details): FieldError[] {
  const given = PERSONAL.filter((field) => holds(details[field]));
  return given.map((path) => ({ path, message: ERRORS.pseudonymous.message }));
}

/** @throws ApiError `pseudonymous` that names the fields. */
export function refusePersonal(live: Pick<Live, 'isPseudonymous'>, org: string, details: Details): void {
  const errors = live.isPseudonymous(org) ? personalFields(details) : [];
  if (errors.length > 0) throw new ApiError('pseudonymous', undefined, errors);
}
