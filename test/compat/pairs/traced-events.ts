import { createApi } from '../../../server/api/app.ts';
import type { ApiParts } from '../../../server/api/context.ts';
import { Cursors } from '../../../server/api/cursors.ts';
import type { Claims } from '../../../server/gateway/claims.ts';
import type { Change, EngageChange, Entry, JoinChange, KeepChange } from '../../../server/live/changes.ts';
import { isErasedId } from '../../../server/live/pseudonyms.ts';
import type { EventState, OrganizationState } from '../../../server/live/registry.ts';
import { Metrics } from '../../../server/metrics/metrics.ts';
import { createSqliteHistory } from '../../../storage/sqlite/history.ts';
import type { History } from '../../../storage/types.ts';
import { buildTrace } from '../../live/oracle/build-trace.ts';
import type { Script } from '../../live/oracle/commands.ts';
import { type WrittenLog, writeLog } from '../../recorder/written-log.ts';
import { AskedEvent } from './asked-event.ts';

type Scope = Extract<KeepChange['keep'], { type: 'registration' }>['scope'];

/** What people say and do when they come. */
const ENGAGEMENTS = [
  ['chat.message', { text: 'Thank you, that was great!', channel: 'event' }],
  ['reaction', { reaction: 'clap' }],
  ['click', { trackableType: 'Sponsor', trackable: 'booth' }],
  ['question.ask', { text: 'Why?' }],
  ['poll.answer', { poll: 'p', text: 'mine' }],
  ['click', { trackableType: 'StreamLink', trackable: 'stage' }],
  ['x.wave', {}],
] as const;

const LENGTHS = [600, 12, null] as const;
const PROVIDERS = ['youtube', 'zoom', undefined, 'studio', 'wistia'] as const;

function registrationOf({ actor, session }: JoinChange, number: number): KeepChange {
  const { org } = actor;
  const attendee = number % 2 === 0 ? actor.attendee : `absent-${number % 4}`;
  const kind = number % 5 < 2 ? 'bookmark' : 'registration';
  const scope: Scope = number % 4 < 2 ? { kind: 'session', id: session } : { kind: 'event', id: 'e1' };
  const details = { at: null, ticketId: `t${number % 3}`, answers: {}, metadata: {} };
  return {
    kind: 'keep',
    actor: { org, attendee: 'desk', role: 'operator' },
    keep: { type: 'registration', kind, scope, attendee, details },
  };
}

function engagementOf({ actor, session }: JoinChange, number: number): EngageChange {
  const [action, data] = ENGAGEMENTS[number % ENGAGEMENTS.length] ?? ENGAGEMENTS[0];
  return { kind: 'engage', actor, session, id: `said-${number}`, action, data };
}

/** A moderator opens a poll and takes the session live, or ends it. */
function deskOf({ actor: { org }, session }: JoinChange, number: number): Change[] {
  const actor = { org, attendee: 'desk', role: 'moderator' } as const;
  const action = number % 16 === 0 ? 'end' : 'goLive';
  return [
    { kind: 'sessionAction', actor, session, action },
    { kind: 'engage', actor, session, id: `poll-${number}`, action: 'poll.open', data: {} },
  ];
}

/** The same log with what vendors ask for besides presence: registrations, lengths and providers of videos, things said. */
function enriched(entries: readonly Entry[], seed: number): Entry[] {
  let number = seed;
  const of = (change: Change): Change[] => {
    if (change.kind === 'putSession') {
      const videoProvider = PROVIDERS[number++ % PROVIDERS.length];
      const videoDurationSeconds = LENGTHS[number % LENGTHS.length] ?? null;
      const more = videoProvider === undefined ? {} : { videoProvider };
      const isNetworking = change.id === (['s1', 's2'] as const)[seed % 4];
      const kind = isNetworking ? 'networking' : change.details.kind;
      const told = { kind, title: `Room ${change.id}`, videoDurationSeconds, more };
      return [{ ...change, details: { ...change.details, ...told } }];
    }
    if (change.kind !== 'join') return [change];
    number++;
    const before = number % 4 === 0 ? deskOf(change, number) : [];
    const after = number % 3 === 0 ? [registrationOf(change, number)] : [];
    return [...before, change, engagementOf(change, number), ...after];
  };
  return entries.map((entry) => ({ ...entry, changes: entry.changes.flatMap(of) }));
}

/** Everything that the API needs to answer about a file that nothing is written to any more; a token is the id of an organization. */
function apiOver(history: History, { live, through }: WrittenLog) {
  const verify = (org: string): Claims => ({
    ...{ org, attendee: 'checker', role: 'admin', event: undefined, expiresAt: Number.MAX_SAFE_INTEGER },
    ...{ name: undefined, email: undefined, country: undefined },
  });
  const parts: Partial<ApiParts> = {
    ...{ live, history, credentials: { verify }, metrics: new Metrics() },
    ...{ cursors: new Cursors('secret'), dataThrough: () => through, uncommittedMinutes: () => [] },
    pipeline: { state: 'closed', now: () => through } as unknown as ApiParts['pipeline'],
    onError: (error) => {
      throw error;
    },
  };
  return createApi(parts as ApiParts);
}

/** Those in which somebody was, with whom they belong to. */
function* eventsOf({ live }: WrittenLog): Generator<readonly [OrganizationState, EventState]> {
  for (const root of live.registry.organizations()) {
    if (root.parent !== null) continue;
    for (const event of live.registry.eventsUnder(root))
      if ([...event.sessions].some(({ row }) => row.hasSlices)) yield [root, event];
  }
}

/** So many people of an event are looked at. */
const PEOPLE = 4;

interface Whose {
  readonly history: History;
  readonly log: WrittenLog;
  readonly root: OrganizationState;
  readonly event: EventState;
}

/** Those who are found by the ids that they are listed by: not who was stored before an organization became pseudonymous. */
async function peopleOf({ history, log: { live }, root, event: { row } }: Whose) {
  const of = { kind: 'event', key: row.key } as const;
  const people = await history.people({ of, after: 0, limit: PEOPLE });
  const rows = await history.attendees(people.map(({ attendeeKey }) => attendeeKey));
  const isFound = (id: string) => !isErasedId(id) && live.storedId(root.row.id, id) === id;
  return rows.filter(({ attendee }) => isFound(attendee));
}

/** Writes a random log into a new file, and gives the events in it, to be asked about. */
export async function tracedEvents(file: string, script: Script) {
  const history = createSqliteHistory({ file });
  await history.open();
  const log = await writeLog(history, enriched(buildTrace(script), script.start % 105), { commits: [200] });
  const api = apiOver(history, log);
  const events: AskedEvent[] = [];
  for (const [root, event] of eventsOf(log)) {
    const people = await peopleOf({ history, log, root, event });
    const ofCompany = [...log.live.registry.eventsUnder(event.organization)].map(({ row }) => row.id);
    events.push(new AskedEvent({ api, root, event, people, through: log.through, file, ofCompany }));
  }
  return { events, close: () => history.close() };
}
