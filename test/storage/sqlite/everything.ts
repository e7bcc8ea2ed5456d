import type { History, SliceAttendance } from '../../../storage/types.ts';
import { alertRule, cleared, raised } from '../history/alerts.suite.ts';
import {
  act,
  apiKey,
  attendeePut,
  batchAt,
  catalogue,
  EVENT,
  ended,
  engagement,
  minute,
  ORG,
  peak,
  poll,
  ROOM,
  registration,
  seen,
  started,
  T0,
} from '../history/batches.ts';
import { disabled, message, outcome, put } from '../history/outbox.ts';
import { report } from '../history/reports.suite.ts';

const attended: SliceAttendance = {
  ...{ session: ROOM, event: EVENT, slice: 1, mode: 'live', start: T0, end: T0, country: 'DE' },
  ...{ isCounted: true, watchMs: 0, viewMs: 1, minutes: [[T0 / 60_000, T0 / 60_000]] },
};

const webhookAttempt = {
  ...{ endpoint: 'e1', message: 'msg_1', sequence: 1, page: 1, tenant: ORG, organization: ORG },
  ...{ attendee: null, hasPeople: true, readAt: T0, at: T0, tookMs: 1 },
  ...{ url: 'https://hooks.example/', headers: {}, body: '', status: 200, failure: null, answer: '' },
};

/** A batch with something of everything. */
const everything = batchAt(T0, {
  ...catalogue(),
  runs: [{ start: T0, end: T0 }],
  slicesStarted: [started({ slice: 1, attendee: 'ann' }), started({ slice: 2, attendee: 'bob' })],
  slicesPlayed: [{ kind: 'slicePlayed', slice: 1, advanceMs: 5, spans: [[0, 5]] }],
  slicesEnded: [ended({ slice: 1, attendee: 'ann', end: T0 })],
  attendance: [{ ...attended, tenant: ORG, attendee: 'ann' }],
  stale: [ROOM],
  visibility: [{ kind: 'sliceVisibility', slice: 1, state: 'hidden', at: T0 }],
  seen: [seen(ROOM, 'ann')],
  peaks: [peak(ROOM, 1, T0)],
  watched: [{ kind: 'watch', scope: ROOM, day: 0, ms: 1, liveMs: 1 }],
  minutes: [minute({ minute: T0 })],
  engagements: [engagement({ id: 'u', at: T0, action: 'question.upvote', data: { question: 'q' } })],
  polls: [poll()],
  attendees: [attendeePut({ id: 'bob' })],
  registrations: [registration({ attendee: 'cid' }), registration({ attendee: 'bob', details: null })],
  engagementCounts: [{ scope: ROOM, day: 0, action: 'reaction', count: 1 }],
  engagementMinutes: [{ scope: ROOM, minute: T0, action: 'reaction', count: 1 }],
  bubbles: [
    { tenant: ORG, session: ROOM, attendee: 'ann', bubble: 'b1' },
    { tenant: ORG, session: ROOM, attendee: 'bob', bubble: null },
  ],
  audit: [act({ at: T0 })],
  keysMade: [apiKey('a'), apiKey('b')],
  keysUsed: [{ tenant: ORG, id: 'a', at: T0 }],
  keysDeleted: ['b'],
  reportsPut: [report('a')],
  reportsSettled: [{ kind: 'reportSettled', id: 'a', node: 'a', failure: null, at: T0 }],
  reportsDeleted: ['b'],
  blocks: [{ tenant: ORG, scope: ROOM, attendee: 'ann', until: T0 + 1 }],
  webhooks: [
    ...[put('a'), message('m'), outcome(1, 'failed', { nextAt: T0 }), disabled('a', T0)],
    { kind: 'redeliver', endpoint: 'a', sequence: 1, at: T0 },
    { kind: 'told', isTold: true, scope: ROOM, once: 'session.silent' },
    { kind: 'told', isTold: false, scope: ROOM, once: 'session.silent' },
    { kind: 'messagesOver', endpoint: 'a', before: T0 },
    { kind: 'webhookGone', endpoint: 'a' },
  ],
  alerts: [
    ...[alertRule('a'), raised('a'), cleared('a')],
    { kind: 'alertAcknowledged', tenant: ORG, rule: 'a', raisedAt: T0, attendee: 'ann', at: T0 },
    { kind: 'alertRuleGone', rule: 'a' },
  ],
  snapshot: { version: 1, position: `p${T0}`, time: T0, text: '{}' },
});

const erasure = batchAt(T0 + 1, {
  erasures: [{ kind: 'erased', tenant: ORG, attendee: 'ann', pseudonym: 'erased-1', hash: 'h', at: T0 + 1 }],
});

/** All parts of all kinds of purges. */
async function purgeAll(history: History): Promise<void> {
  const before = T0 + 86_400_000;
  let time = T0 + 1;
  for (const scope of ['personal', 'chat', 'everything'] as const) {
    do {
      const wish = { tenant: ORG, organization: ORG, parents: [], before, scope, keepAggregates: false };
      const purges = [{ kind: 'purged' as const, ...wish, salt: 's', at: before }];
      await history.commit(batchAt(++time, { purges }));
    } while ((await history.purges())[0]?.doneAt === null);
  }
}

const span = { from: T0, to: T0 + 1 };
const page = { session: ROOM, limit: 5 };

async function askForDays(history: History): Promise<void> {
  const nobody = { presence: new Uint8Array(), engaged: new Uint8Array() };
  const filter = { sessions: [ROOM], from: T0, to: T0 + 9 };
  await history.daysKeptBefore();
  await history.firstDay([ROOM]);
  await history.closeDays({ first: 20_577, last: 20_578 }, [ROOM]);
  for (const day of await history.daysToKeep())
    await history.keepDay({ ...day, ...filter, actions: [], people: [nobody] });
  await history.keptDays({ events: [EVENT], first: 20_577, last: 20_577 });
  await history.keptPeople({ event: EVENT, day: 20_577 });
  await history.engagedBySession(filter);
  await history.actionsBySession(filter);
  await history.engagementTimes(filter);
  await history.engagedSessions(filter);
}

async function askForPeople(history: History): Promise<void> {
  await history.attendee({ tenant: ORG, id: 'ann' });
  await history.attendeeIds({ tenant: ORG, after: '', limit: 5 });
  const organizations = [ORG];
  for (const of of [undefined, { kind: 'session', key: ROOM }, { kind: 'event', key: EVENT }] as const) {
    for (const found of [{ email: 'a' }, { name: 'a' }, { country: 'DE' }, {}])
      await history.attendeeList({ organizations, of, ...found, limit: 5 });
    if (of === undefined) continue;
    for (const attended of [true, false, undefined]) {
      for (const registered of [true, false, undefined])
        await history.people({ of, attended, registered, after: 0, limit: 5 });
    }
    await history.isAmong(of, 1);
    await history.registered(of, [1]);
    await history.registrationCounts(of.key);
    await history.countRegistrations(of);
  }
  await history.registrationsOfSessions([ROOM]);
  await history.ticketsOf({ scope: ROOM, after: 0, limit: 5 });
  await history.attendanceOf({ scope: ROOM, event: null, sessions: [ROOM], attendees: [1] });
  for (const session of [ROOM, undefined]) {
    const of = { attendee: 1, sessions: [ROOM], ...(session === undefined ? {} : span) };
    for (const newestFirst of [true, false]) {
      await history.slicesOfAttendee({ ...of, newestFirst, limit: 5 });
      for (const action of ['reaction', undefined])
        await history.engagementsOfAttendee({ ...of, action, newestFirst, limit: 5 });
    }
    await history.actionsOfAttendee(of);
  }
  await history.registrationsOf(1);
  const mark = { scope: ROOM, kind: 'bookmark' } as const;
  await history.registration({ tenant: ORG, attendee: 'ann', ...mark });
  await history.registrations({ ...mark, ...span, limit: 5 });
}

const importedSlice = {
  ...{ slice: 9, id: 'c1', tenant: ORG, organization: ORG, session: ROOM, attendee: 'dan' },
  mode: 'live',
  ...{ start: T0 - 5, end: T0 - 1, country: 'DE', watchedMs: null },
} as const;

/** What an import does beside a batch, and what it is checked with. */
async function importSomething(history: History): Promise<void> {
  const past = { kind: 'importPart', tenant: ORG, import: 'i', number: 1, past: [] } as const;
  await history.commit(batchAt(T0 + 1, { importParts: [past] }), async (file) => {
    await file.importPart({ import: 'i', number: 1 });
    await file.slicesOfSessions({ sessions: [ROOM], ...span, which: 'standing' });
    await file.slicesOfSessions({ sessions: [ROOM], ...span, which: 'begun' });
    await file.peopleOfSlices({ first: 1, last: 9 });
    const idempotency = { key: 'k', digest: 'd' };
    await file.add({
      slicesImported: [importedSlice],
      minutesRecounted: [minute({ minute: T0 - 60_000 })],
      backfilled: [{ scope: ROOM, from: T0 - 60_000, to: T0 }],
      backfilledWatch: [{ session: ROOM, day: 0, ms: 4, uncutMs: 0 }],
      importsGone: ['i'],
      importAnswers: [
        { import: 'i', organization: ORG, idempotency, at: T0, answer: {}, forgetBefore: T0 - 9 },
      ],
    });
  });
  await history.importAnswer('i');
  await history.importAnswerOfKey({ organization: ORG, key: 'k' });
  await history.backfilled({ scope: ROOM, ...span });
  await history.backfilledWatch([ROOM]);
  const { attendee, mode, start, end } = importedSlice;
  await history.overlapping([{ tenant: ORG, session: ROOM, attendee, mode, start, end }]);
}

async function askEverything(history: History): Promise<void> {
  await history.known({
    ids: [{ tenant: ORG, id: 'u' }],
    upvotes: [{ tenant: ORG, question: 'q', attendee: 'ann' }],
    polls: [{ session: ROOM, poll: 'p1' }],
    attendees: [{ tenant: ORG, id: 'ann' }],
    slices: [{ tenant: ORG, id: 'c1' }],
    registrations: [{ tenant: ORG, scope: ROOM, kind: 'bookmark', attendee: 'ann' }],
  });
  await history.runs(span.from, span.to);
  await history.minutes({ scope: ROOM, track: 0, ...span });
  await history.engagementMinutes({ scope: ROOM, ...span });
  for (const mode of ['live', undefined] as const) {
    await history.uniques({ sessions: [ROOM], mode, ...span });
    for (const attendee of ['ann', undefined]) await history.slices({ ...page, ...span, mode, attendee });
  }
  await history.slicesBetween(span.from, span.to);
  await history.slicesByAttendee({ ...page, afterAttendee: 0 });
  const sessions = [ROOM];
  const after = { attendeeKey: 0, start: 0, slice: 0 };
  await history.slicesOfSpan({ sessions, ...span, after, throughAttendee: 9, limit: 5 });
  await history.nextAttendee(sessions, 0);
  await history.sessionsOfSpan({ sessions, ...span });
  await history.extent(sessions);
  await history.firstStart(sessions);
  await history.peakOfMinutes({ scope: ROOM, track: 0, ...span });
  await history.engagedAttendees({ sessions, ...span, afterAttendee: 0, limit: 5 });
  await history.engagementOfSpan({ sessions, ...span });
  await askForDays(history);
  const event = { scope: EVENT, event: EVENT, sessions: [ROOM] };
  await history.attendance({ ...event, afterAttendee: 0, limit: 5 });
  await history.totals(event, () => {});
  await history.totalsOfSessions([ROOM], () => {});
  await history.slicesOf({ sessions: [ROOM], attendees: [1] });
  const row = {
    scope: ROOM,
    track: 0,
    start: T0,
    peak: 1,
    peakAt: T0,
    minimum: 0,
    area: 1,
    covered: 1,
  } as const;
  await history.writeRollUp({
    ...{ step: 'hour', start: T0, scopes: [ROOM], rolled: { since: T0, through: T0 } },
    rows: [{ ...row, joins: 1, leaves: 0, uniques: 1, connections: null, engagement: {} }],
  });
  await history.rollUps({ scope: ROOM, track: 0, step: 'hour', ...span });
  await history.rolled('hour');
  await history.busyScopes({ scopes: [ROOM], ...span });
  await history.peak(ORG);
  await history.engagementCounts(ORG);
  await history.standing(ROOM);
  await history.seen({ scope: ORG, fromDay: 1, toDay: 9 });
  for (const mode of [undefined, 'live', 'onDemand'] as const)
    await history.seenInAny({ scopes: [ROOM], mode });
  await history.staleAttendance();
  await history.attendeesIn({ ...page, afterAttendee: 0 });
  await history.replaceAttendance({
    ...{ event: EVENT, keepsEvent: false, sessions: [ROOM], attendees: [1] },
    slices: [{ ...attended, attendeeKey: 1 }],
    stale: { session: ROOM, afterAttendee: 1 },
  });
  await history.replaceAttendance({
    ...{ event: EVENT, keepsEvent: true, sessions: [ROOM], attendees: [], slices: [] },
    stale: { session: ROOM, afterAttendee: null },
  });
  await history.attendees([1]);
  await askForPeople(history);
  for (const action of ['reaction', undefined]) {
    for (const attendee of ['ann', undefined])
      await history.engagements({ ...page, ...span, action, attendee });
  }
  const talk = { sessions: [ROOM], actions: ['chat.message'] };
  await history.talk({ ...talk, ...span, limit: 5 });
  await history.talkAbout({ ...talk, ids: ['m'], each: 1 });
  await history.countTalkAbout({ ...talk, ids: ['m'] });
  await history.pollAnswers({ ...page, ...span, poll: 'p1' });
  await history.engagementsByAttendee({ sessions: [ROOM], attendees: [1] });
  await history.engagementTotals({ session: ROOM, ...span });
  for (const before of [undefined, { at: T0, key: 1 }])
    await history.audit({ tenant: ORG, organizations: [ORG], ...span, before, limit: 5 });
  await history.purged({ scope: EVENT, ...span });
  await history.keyUses(['a']);
  await history.keepAttempts([webhookAttempt]);
  await history.attempts({ endpoint: 'e1', message: 'msg_1', limit: 5 });
  await history.report('a');
  await history.reports({ organizations: [ORG], now: T0, limit: 5 });
  await history.countReports({ organization: ORG, now: T0 });
  await history.unsettledReports(T0);
  await history.filesVoidBefore(ORG);
  await importSomething(history);
  await history.endOpenSlices(T0);
  await history.waitingEndpoints();
  await history.dueMessages({ endpoint: 'a', through: T0, except: [1], limit: 5 });
  await history.messages({ endpoint: 'a', limit: 5 });
  await history.message({ endpoint: 'a', id: 'm' });
  await history.messageCounts(['a']);
  await history.alerts({ organizations: [ORG], limit: 5 });
  await history.alert({ rule: 'a', raisedAt: T0 });
  const gone = { kind: 'deleted', at: T0, tenant: ORG, parents: [ORG] } as const;
  const deleted = [
    { ...gone, scopeKind: 'session', scope: ROOM, id: 'room' },
    { ...gone, scopeKind: 'event', scope: EVENT, id: 'conf' },
    { ...gone, scopeKind: 'organization', scope: 99, id: 'part' },
  ] as const;
  await history.commit(
    batchAt(T0 + 2, {
      engagements: [engagement({ id: 'ask', at: T0, action: 'question.ask', data: { text: '?' } })],
      ...{ deleted, webhooks: deleted },
    }),
  );
}

/** Runs everything that the port can do, on a history that is open. */
export async function doEverything(history: History): Promise<void> {
  await history.commit(everything);
  await history.commit(erasure);
  await purgeAll(history);
  await askEverything(history);
}
