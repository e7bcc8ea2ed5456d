import { createRoute, z } from '@hono/zod-openapi';
import type { RegistrationKind, RegistrationScope } from '../live/keeping.ts';
import { Id } from '../protocol/ids.ts';
import { CONFLICTS, jsonAnswer, jsonBody, listAnswer, REFUSALS, WRITE_REFUSALS } from './answers.ts';
import { IdParam, Page, SpanQuery } from './parameters.ts';
import { RegistrationBody, RegistrationSchema } from './registration-objects.ts';

const AttendeeParam = IdParam.extend({
  attendee: z
    .string()
    .pipe(Id)
    .openapi({ type: 'string', param: { name: 'attendee', in: 'path' } }),
});

/** A kind of registration, and of what. */
export interface Resource {
  readonly scope: RegistrationScope['kind'];
  readonly kind: RegistrationKind;
}

export const RESOURCES: readonly Resource[] = (['event', 'session'] as const).flatMap((scope) =>
  (['registration', 'bookmark'] as const).map((kind) => ({ scope, kind })),
);

/** Its routes. */
export function routesOf({ scope, kind }: Resource) {
  const list = `/v1/${scope}s/{id}/${kind}s`;
  const path = `${list}/{attendee}`;
  const params = AttendeeParam;
  return {
    put: createRoute({
      ...{ method: 'put', path },
      summary: `Make or change the ${kind} of somebody, whom nobody need know yet; attendees for themselves`,
      request: { params, body: jsonBody(RegistrationBody) },
      responses: {
        200: jsonAnswer(RegistrationSchema, 'Changed'),
        201: jsonAnswer(RegistrationSchema, 'Made'),
        ...WRITE_REFUSALS,
      },
    }),
    get: createRoute({
      ...{ method: 'get', path },
      summary: `The ${kind} of somebody; attendees see their own`,
      request: { params },
      responses: { 200: jsonAnswer(RegistrationSchema, 'As it is'), ...REFUSALS },
    }),
    delete: createRoute({
      ...{ method: 'delete', path },
      summary: `Take the ${kind} of somebody away; attendees their own`,
      request: { params },
      responses: { 204: { description: 'There is none any more' }, ...REFUSALS, ...CONFLICTS },
    }),
    list: createRoute({
      ...{ method: 'get', path: list },
      summary: `The ${kind}s of a${scope === 'event' ? 'n' : ''} ${scope}, in the order in which they were made`,
      request: {
        params: IdParam,
        query: Page.extend(SpanQuery.shape).extend({ attendee: Id.optional() }),
      },
      responses: { 200: listAnswer(RegistrationSchema, 'As they are'), ...REFUSALS },
    }),
  } as const;
}
