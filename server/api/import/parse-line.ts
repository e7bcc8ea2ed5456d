import { z } from 'zod';
import type { ImportKind, ImportLine } from '../../live/import-lines.ts';
import type { RegistrationKind } from '../../live/keeping.ts';
import { checkAction } from '../../protocol/actions.ts';
import { Id } from '../../protocol/ids.ts';
import { ModeSchema } from '../../protocol/schemas.ts';
import { AttendeeBody, attendeeDetails } from '../attendee-objects.ts';
import { EventBody, eventDetails, SessionBody, sessionDetails } from '../catalogue-objects.ts';
import { fieldErrors } from '../field-errors.ts';
import { OrganizationBody, organizationDetails } from '../organization-objects.ts';
import { Time } from '../parameters.ts';
import type { FieldError } from '../problem.ts';
import { RegistrationBody, registrationDetails } from '../registration-objects.ts';
import type { RawLine } from './ndjson.ts';

export type ParsedLine =
  | { readonly ok: true; readonly line: ImportLine }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** A presence cannot be longer, ms: longer ones would have whole years of minutes counted again. */
const MAX_SLICE_MS = 86_400_000;

/** What lies deeper is nowhere taken. */
const MAX_LEVELS = 64;

const SliceBody = z
  .strictObject({
    session: Id,
    attendee: Id,
    mode: ModeSchema.default('live'),
    start: Time,
    end: Time,
    country: z
      .string()
      .regex(/^([A-Z]{2}|unknown)$/, 'must be two capital letters (ISO 3166-1), or unknown')
      .default('unknown'),
    watchedSeconds: z.number().min(0).nullish(),
  })
  .refine(({ start, end }) => start <= end, { path: ['end'], message: 'must not lie before start' })
  .refine(({ start, end }) => end - start <= MAX_SLICE_MS, {
    path: ['end'],
    message: 'must lie at most 24 hours after start',
  })
  .refine(({ mode, watchedSeconds }) => watchedSeconds == null || mode === 'onDemand', {
    path: ['watchedSeconds'],
    message: 'is for the mode onDemand',
  });

const PlaceBody = z
  .object({ session: Id.optional(), event: Id.optional(), attendee: Id })
  .refine(({ session, event }) => (session === undefined) !== (event === undefined), {
    path: ['session'],
    message: 'needs either session or event',
  });

const EngagementBody = z.strictObject({
  session: Id,
  attendee: Id,
  action: z.string().max(80),
  data: z.unknown().optional(),
  at: Time,
});

const wrong = (path: string, message: string): ParsedLine => ({ ok: false, errors: [{ path, message }] });

type Fields = Record<string, unknown>;
type Reader = (line: number, fields: Fields) => ParsedLine;

/** The body of each kind is that of its own route, with what stands in its path; `sessionKind` is the kind of a session. */
const READERS: { readonly [K in ImportKind]: Reader } = {
  attendee: withId((own, body) =>
    parsed(AttendeeBody, body, (attendee) => ({
      kind: 'attendee',
      ...own,
      details: attendeeDetails(attendee),
    })),
  ),
  registration: readRegistration('registration'),
  bookmark: readRegistration('bookmark'),
  organization: withId((own, body) =>
    parsed(OrganizationBody, body, (organization) => {
      const { parentId: parent } = organization;
      const details = organizationDetails(own.id, organization);
      return { kind: 'organization', ...own, ...(parent === undefined ? {} : { parent }), details };
    }),
  ),
  event: withId((own, body) =>
    parsed(EventBody, body, (event) => {
      const { organization } = event;
      const details = eventDetails(own.id, event);
      return { kind: 'event', ...own, ...(organization === undefined ? {} : { organization }), details };
    }),
  ),
  session: withId((own, { sessionKind: kind, ...body }) =>
    parsed(SessionBody, { ...body, ...(kind === undefined ? {} : { kind }) }, (session) => {
      const { event } = session;
      const details = sessionDetails(own.id, session);
      return { kind: 'session', ...own, ...(event === undefined ? {} : { event }), details };
    }),
  ),
  slice: withId((own, body) =>
    parsed(SliceBody, body, ({ watchedSeconds, ...slice }) => {
      const watchedMs = watchedSeconds == null ? null : Math.round(watchedSeconds * 1000);
      return { kind: 'slice', ...own, ...slice, watchedMs };
    }),
  ),
  engagement: withId((own, body) => {
    const result = EngagementBody.safeParse(body);
    if (!result.success) return failed(result.error);
    const { data, ...engagement } = result.data;
    const checked = checkAction(engagement.action, data);
    if (!checked.ok) return wrong(checked.code === 'unknown_action' ? 'action' : 'data', checked.message);
    return { ok: true, line: { kind: 'engagement', ...own, ...engagement, data: checked.data } };
  }),
};

/** Checks what a line says by itself, whatever else there is. */
export function parseLine(raw: RawLine): ParsedLine {
  if ('fault' in raw) return wrong('', raw.fault);
  const value = parsedJson(raw.text);
  if (value === undefined) return wrong('', 'is not valid JSON');
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return wrong('', 'is not a JSON object');
  const forbidden = forbiddenPath(raw.text, value);
  if (forbidden !== undefined) return wrong(forbidden, 'there is no such field');
  const { kind, ...fields } = value as Fields;
  if (typeof kind !== 'string' || !Object.hasOwn(READERS, kind))
    return wrong('kind', `must be one of ${Object.keys(READERS).join(', ')}`);
  return READERS[kind as ImportKind](raw.line, fields);
}

/** All but registrations have an id of their own. */
function withId(read: (own: { line: number; id: string }, body: Fields) => ParsedLine): Reader {
  return (line, { id, ...body }) => {
    const checked = Id.safeParse(id);
    if (!checked.success) return { ok: false, errors: checked.error.issues.map(named('id')) };
    return read({ line, id: checked.data }, body);
  };
}

function readRegistration(kind: RegistrationKind): Reader {
  return (line, { session, event, attendee, ...body }) => {
    const place = PlaceBody.safeParse({ session, event, attendee });
    if (!place.success) return failed(place.error);
    const of = place.data;
    const scope =
      of.session === undefined
        ? ({ kind: 'event', id: of.event ?? '' } as const)
        : ({ kind: 'session', id: of.session } as const);
    const id = `${scope.kind}:${scope.id} ${of.attendee}`;
    return parsed(RegistrationBody, body, (registration) => {
      const details = registrationDetails(registration);
      return { kind, line, id, scope, attendee: of.attendee, details };
    });
  };
}

const named =
  (path: string) =>
  ({ message }: { message: string }): FieldError => ({ path, message });

function parsed<Schema extends z.ZodType>(
  schema: Schema,
  body: Fields,
  made: (body: z.output<Schema>) => ImportLine,
): ParsedLine {
  const result = schema.safeParse(body);
  return result.success ? { ok: true, line: made(result.data) } : failed(result.error);
}

function failed({ issues }: z.ZodError): ParsedLine {
  return { ok: false, errors: issues.flatMap(fieldErrors) };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where a field has the name of an object's prototype, which `JSON.parse` makes a field like any other. */
function forbiddenPath(text: string, value: object): string | undefined {
  return /__proto__|\\u/.test(text) ? prototypePath(value) : undefined;
}

function prototypePath(value: object, levels = MAX_LEVELS): string | undefined {
  for (const [key, child] of Object.entries(value)) {
    if (key === '__proto__') return key;
    const isDeeper = levels > 0 && typeof child === 'object' && child !== null;
    const below = isDeeper ? prototypePath(child, levels - 1) : undefined;
    if (below !== undefined) return `${key}.${below}`;
  }
  return undefined;
}
