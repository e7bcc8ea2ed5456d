import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { History, RegistrationRow } from '../../../../storage/types.ts';
import { answerTexts } from '../../../api/answer-texts.ts';
import { Email, line } from '../../../api/attendee-objects.ts';
import { actorOf, requireRole } from '../../../api/auth.ts';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { listTexts } from '../../../api/json-texts.ts';
import { Metadata } from '../../../api/parameters.ts';
import { ApiError } from '../../../api/problem.ts';
import { write } from '../../../api/write.ts';
import type { EventState } from '../../../live/registry.ts';
import { readBody } from '../parameters.ts';
import { reachSequelEvent } from '../reach.ts';
import { noteList, reachHub } from './networking.ts';
import { nameRegistrant, registeredBy } from './registrant-people.ts';

const Registrant = z.object({ name: line(256), email: Email, metadata: Metadata.default({}) });

/** There is no page of ours where people join, so no address of one. */
function registrantObject({ name, email, metadata }: Pick<RegistrationRow, 'name' | 'email' | 'metadata'>) {
  return { name, email, join_url: null, metadata: { ...metadata } };
}

const PAGE = 1000;

async function* registrantsOf(history: History, event: EventState) {
  const filter = { scope: event.row.key, kind: 'registration', limit: PAGE } as const;
  for (let after: RegistrationRow | undefined; ; ) {
    const rows = await history.registrations({ ...filter, after });
    yield rows.map(registrantObject);
    after = rows.at(-1);
    if (after === undefined || rows.length < PAGE) return;
  }
}

/** S19: who is registered for an event, or for its networking hub, which is the same. */
export function serveRegistrants(app: Hono<ApiEnv>, parts: ApiParts): void {
  const { pipeline, history } = parts;

  async function register(c: Context<ApiEnv>, event: EventState): Promise<Response> {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { metadata, ...person } = await readBody(c, Registrant);
    const attendee = await nameRegistrant(parts, { claims, event }, { ...person, metadata });
    const name = { tenant: event.row.tenant, scope: event.row.key, kind: 'registration', attendee } as const;
    const { ticketId = null, answers = {} } = (await history.registration(name)) ?? {};
    const details = { at: null, ticketId, answers, metadata };
    const scope = { kind: 'event', id: event.row.id } as const;
    const keep = { type: 'registration', kind: 'registration', scope, attendee, details } as const;
    await write(pipeline, { kind: 'keep', actor: actorOf(claims), keep });
    const row = await history.registration(name);
    if (row === null) throw new ApiError('not_found', 'Registrant not found');
    return c.json(registrantObject(row));
  }

  async function remove(c: Context<ApiEnv>, event: EventState): Promise<Response> {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { email } = await readBody(c, z.object({ email: Email }));
    const registered = await registeredBy(parts, event, email);
    if (registered.length === 0) throw new ApiError('not_found', 'Registrant not found');
    const scope = { kind: 'event', id: event.row.id } as const;
    for (const { attendee } of registered) {
      const keep = { type: 'registration', kind: 'registration', scope, attendee, details: null } as const;
      await write(pipeline, { kind: 'keep', actor: actorOf(claims), keep });
    }
    return c.body(null, 204);
  }

  app.get('/api/v1/event/:eventId/registrants', (c) => {
    const event = reachSequelEvent(parts, c.get('claims'), c.req.param('eventId'));
    noteList(c, `event:${event.row.id}`);
    return answerTexts(c, listTexts(registrantsOf(history, event)));
  });

  const eventOf = (c: Context<ApiEnv>) =>
    reachSequelEvent(parts, c.get('claims'), c.req.param('eventId') ?? '');
  const hubOf = (c: Context<ApiEnv>) => reachHub(parts, c.get('claims'), c.req.param('hubId') ?? '').event;
  app.post('/api/v1/event/:eventId/registrant', (c) => register(c, eventOf(c)));
  app.delete('/api/v1/event/:eventId/registrant', (c) => remove(c, eventOf(c)));
  app.post('/api/v1/networking/:hubId/registrant', (c) => register(c, hubOf(c)));
  app.delete('/api/v1/networking/:hubId/registrant', (c) => remove(c, hubOf(c)));
}
