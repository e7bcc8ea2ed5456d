import { describe, expect, it } from 'vitest';
import type { Change, Entry, KeepChange } from '../../../server/live/changes.ts';
import { act, alive, drop, join, leave, log, putEvent, putSession } from '../oracle/entries.ts';
import { ADMIN, HEARERS, heard, lines, putWebhook } from './hearing.ts';

const NOON = Date.UTC(2026, 4, 4, 12);
const at = (seconds: number) => NOON + Math.round(seconds * 1_000);
const MINUTE = 60;

/** A log that goes on at every second; `[seconds, ...changes]` each. */
function day(
  until: number,
  ...steps: readonly (readonly [seconds: number, ...changes: Change[]])[]
): Entry[] {
  const first = [at(0), ...HEARERS, putEvent('e'), putSession('s', { event: 'e' })] as const;
  const entries: (readonly [number, ...Change[]])[] = [first];
  let time = at(0);
  for (const [seconds, ...changes] of [...steps, [until] as const]) {
    entries.push(...alive(time, at(seconds)), [at(seconds), ...changes]);
    time = at(seconds);
  }
  return log(...entries);
}

const endEvent: Change = { kind: 'eventAction', actor: ADMIN, event: 'e', action: 'end' };

function eventUntil(endsAt: number | null): Change {
  const details = { title: 'e', shortCode: null, startsAt: null, endsAt, timeZone: null, metadata: {} };
  return { kind: 'putEvent', actor: ADMIN, id: 'e', details };
}

describe('session.live and session.ended', () => {
  const both = (entries: Entry[]) => lines(entries, 'session.live', 'session.ended');

  it('come once for each turn, whoever says it how often', () => {
    expect(
      both(
        day(
          40,
          [10, act('s', 'goLive'), act('s', 'goLive')],
          [20, act('s', 'end')],
          [21, act('s', 'end')],
          [30, act('s', 'goLive')],
        ),
      ),
    ).toEqual(['00:10 session.live e/s', '00:20 session.ended e/s', '00:30 session.live e/s']);
  });

  it('come with the end of the event for those that are live', () => {
    const entries = day(30, [10, act('s', 'goLive'), putSession('other', { event: 'e' })], [20, endEvent]);
    expect(both(entries)).toEqual(['00:10 session.live e/s', '00:20 session.ended e/s']);
  });

  it('come of one that ends without ever having been live', () => {
    expect(both(day(20, [10, act('s', 'end')]))).toEqual(['00:10 session.ended e/s']);
  });
});

describe('event.ended', () => {
  const ended = (entries: Entry[]) => lines(entries, 'event.ended', 'stage.ended');
  const END = 5 * MINUTE;
  /** Told with the turn of the minute after it. */
  const BY_TIME = ['20:00 event.ended e', '20:00 stage.ended e'];

  it('comes by action at once, and once for ever', () => {
    const entries = day(
      21 * MINUTE,
      [10, eventUntil(at(END))],
      [20, endEvent],
      [30, act('s', 'goLive')],
      [40, endEvent],
    );
    expect(ended(entries)).toEqual(['00:20 event.ended e', '00:20 stage.ended e']);
  });

  it('comes 15 minutes after the end that was set last, where nobody said it, and once for ever', () => {
    const later = day(
      40 * MINUTE,
      [10, eventUntil(at(MINUTE))],
      [20, eventUntil(at(END))],
      [25 * MINUTE, endEvent],
    );
    expect(ended(later)).toEqual(BY_TIME);
    const again = day(60 * MINUTE, [10, eventUntil(at(END))], [21 * MINUTE, eventUntil(at(30 * MINUTE))]);
    expect(ended(again)).toEqual(BY_TIME);
    expect(ended(day(40 * MINUTE, [10, eventUntil(at(END))], [20, eventUntil(null)]))).toEqual([]);
  });

  it('says when, also when it is told later', () => {
    expect(ended(day(20 * MINUTE, [10, eventUntil(at(20.5))]))).toEqual([
      '16:00 event.ended e at 15:20.500',
      '16:00 stage.ended e at 15:20.500',
    ]);
    // A standstill over it.
    const still = log([at(0), ...HEARERS, eventUntil(at(END))], [at(90 * MINUTE)]);
    expect(ended(still)).toEqual(['30:00 event.ended e at 20:00', '30:00 stage.ended e at 20:00']);
  });

  it('does not come for an end that was over long ago when it was set', () => {
    expect(ended(day(20 * MINUTE, [10, eventUntil(at(-60 * MINUTE))]))).toEqual([]);
    expect(ended(day(20 * MINUTE, [10, eventUntil(at(-60 * MINUTE))], [MINUTE, endEvent]))).toHaveLength(2);
  });
});

describe('the stage', () => {
  const stage = (entries: Entry[]) => lines(entries, 'stage.started', 'stage.ended');

  it('starts once, with its first session, and neither with networking nor the lobby', () => {
    const entries = day(
      40,
      [5, putSession('net', { event: 'e', kind: 'networking' }), act('net', 'goLive')],
      [10, act('s', 'goLive')],
      [20, act('s', 'end'), act('s', 'goLive')],
    );
    expect(stage(entries)).toEqual(['00:10 stage.started e/s', '00:20 stage.ended e']);
  });

  it('ends with the last session that is still to be live', () => {
    const entries = day(
      90,
      [5, putSession('two', { event: 'e' }), act('s', 'goLive')],
      [20, act('s', 'end')],
      [30, act('two', 'goLive')],
      [40, act('two', 'end')],
      [50, endEvent],
    );
    expect(stage(entries)).toEqual(['00:05 stage.started e/s', '00:40 stage.ended e']);
  });
});

describe('session.silent', () => {
  const silence = (entries: Entry[]) => lines(entries, 'session.silent');

  it('comes a minute after the last one has left, and once until somebody was there again', () => {
    const entries = day(
      400,
      [1, act('s', 'goLive'), join(1, 'ann', 's')],
      [10, leave(1, 'ann', 's')],
      [200, join(2, 'ann', 's')],
      [210, leave(2, 'ann', 's')],
      [269.9, join(3, 'ann', 's')],
      [280, leave(3, 'ann', 's')],
    );
    expect(silence(entries)).toEqual([
      '01:10 session.silent e/s since 00:10',
      '05:40 session.silent e/s since 04:40',
    ]);
  });

  it('waits for the end of resume windows', () => {
    const entries = day(200, [1, act('s', 'goLive'), join(1, 'ann', 's')], [10, drop(1, 30_500)]);
    expect(silence(entries)).toEqual(['01:41 session.silent e/s at 01:40.500 since 00:40.500']);
  });

  it('does not come while nobody was there, of a session that is not live, or of one that ends', () => {
    const idle = [1, act('s', 'goLive')] as const;
    expect(silence(day(200, idle))).toEqual([]);
    expect(
      silence(day(200, [1, join(1, 'ann', 's')], [10, leave(1, 'ann', 's')], [20, act('s', 'goLive')])),
    ).toEqual([]);
    const live = [1, act('s', 'goLive'), join(1, 'ann', 's')] as const;
    expect(silence(day(200, live, [10, leave(1, 'ann', 's')], [60, act('s', 'end')]))).toEqual([]);
    expect(silence(day(200, live, [10, act('s', 'end')], [20, leave(1, 'ann', 's')]))).toEqual([]);
  });

  it('does not count a standstill', () => {
    const entries = log(
      [
        at(0),
        ...HEARERS,
        putEvent('e'),
        putSession('s', { event: 'e' }),
        act('s', 'goLive'),
        join(1, 'ann', 's'),
      ],
      ...[[at(1), leave(1, 'ann', 's')] as const, ...alive(at(1), at(11)), [at(911)] as const],
      ...alive(at(911), at(980)),
    );
    expect(silence(entries)).toEqual(['16:02 session.silent e/s since 00:01']);
  });
});

describe('peak.reached', () => {
  const peaks = (entries: Entry[]) => lines(entries, 'peak.reached');

  it('comes with the end of the minute for the highest of it, when it is above all before', () => {
    const entries = day(
      200,
      [10, join(1, 'ann', 's')],
      [20, join(2, 'bob', 's'), join(3, 'cid', 's')],
      [30, leave(3, 'cid', 's')],
      [70, join(4, 'cid', 's')],
      [130, join(5, 'dan', 's')],
    );
    const told = (when: string, value: number, reached: string) => [
      `${when} peak.reached e at ${reached} value ${value}`,
      `${when} peak.reached e/s at ${reached} value ${value}`,
    ];
    expect(peaks(entries)).toEqual([...told('01:00', 3, '00:20'), ...told('03:00', 4, '02:10')]);
  });
});

describe('catalogue', () => {
  const told = (...changes: Change[]) =>
    heard(day(20, [10, ...changes]))
      .filter(({ type, told }) => type.startsWith('catalogue') && told === at(10))
      .map(({ type, where, subject }) => `${type.slice(10)} ${subject} in ${where}`);
  const organization = (id: string): Change => {
    const details = { name: id, timeZone: null, metadata: {} };
    return { kind: 'putOrganization', actor: ADMIN, id, details, salt: 'salt' };
  };
  const remove = (kind: 'deleteSession' | 'deleteEvent' | 'deleteOrganization', id: string): Change => {
    return { kind, actor: ADMIN, id, purge: true };
  };

  it('says what was made and changed by puts', () => {
    expect(told(putEvent('f'), putEvent('f'), putSession('t', { event: 'f' }), putSession('s'))).toEqual([
      ...['created event f in f', 'updated event f in f', 'created session t in f/t'],
      'updated session s in e/s',
    ]);
    expect(told(organization('part'), organization('part'))).toEqual([
      ...['created organization part in null', 'updated organization part in null'],
    ]);
  });

  it('says what a join has made, and nothing of who has joined', () => {
    expect(told(join(1, 'ann', 'new'), join(2, 'ann', 's'))).toEqual([
      ...['created event a in a', 'created session new in a/new'],
    ]);
  });

  it('says what was deleted, not what went with it, where it was', () => {
    const made = [putEvent('f'), putSession('t', { event: 'f' })];
    expect(told(...made, remove('deleteSession', 't')).slice(2)).toEqual(['deleted session t in f']);
    expect(told(...made, remove('deleteEvent', 'f')).slice(2)).toEqual(['deleted event f in null']);
    expect(told(organization('part'), remove('deleteOrganization', 'part')).slice(1)).toEqual([
      'deleted organization part in null',
    ]);
  });

  it('says nothing of what is refused, of actions, or of imports', () => {
    expect(told(act('s', 'goLive'), endEvent, remove('deleteSession', 'none'))).toEqual([]);
    const lines = [{ kind: 'event', line: 1, id: 'imported', details: eventDetails() }] as const;
    const parts: Change[] = [
      { kind: 'importPart', actor: ADMIN, import: 'i', number: 1, catalogue: lines, past: [] },
      {
        ...{ kind: 'importEnd', actor: ADMIN, import: 'i', parts: 1, lines: 1, repeatedLines: 0, slices: 0 },
        ...{ places: [], salt: 'salt' },
      },
    ];
    expect(told(...parts)).toEqual([]);
  });
});

function eventDetails() {
  return { title: 'e', shortCode: null, startsAt: null, endsAt: null, timeZone: null, metadata: {} };
}

describe('attendee.registered', () => {
  const keep = (kind: 'registration' | 'bookmark', scope: 'event' | 'session', isMade = true): KeepChange => {
    const details = isMade ? { at: null, ticketId: null, answers: {}, metadata: {} } : null;
    const id = scope === 'event' ? 'e' : 's';
    return {
      kind: 'keep',
      actor: ADMIN,
      keep: { type: 'registration', kind, scope: { kind: scope, id }, attendee: 'ann', details },
    };
  };
  const told = (...changes: Change[]) =>
    heard(day(20, [10, ...changes])).filter(({ type }) => type === 'attendee.registered');

  it('goes with every registration, for the recorder to tell should it be new', () => {
    const one = { told: at(10), type: 'attendee.registered', at: at(10), attendee: 'ann', to: 'hears' };
    expect(told(keep('registration', 'event'), keep('registration', 'session'))).toEqual([
      { ...one, where: 'e' },
      { ...one, where: 'e/s' },
    ]);
  });

  it('goes neither with bookmarks nor with what is taken away', () => {
    expect(told(keep('bookmark', 'event'), keep('registration', 'event', false))).toEqual([]);
  });
});

describe('what is announced by a change', () => {
  const announce = (parts: object): Change => {
    return {
      kind: 'announce',
      actor: ADMIN,
      id: 'r1',
      type: 'report.ready',
      subject: null,
      value: null,
      ...parts,
    };
  };
  it('is told where it belongs', () => {
    const told = (change: Change) => heard(day(10, [5, change])).filter(({ told }) => told === at(5));
    const report = { subject: { kind: 'report', id: '7' } } as const;
    expect(told(announce({ ...report, event: 'e' }))).toEqual([
      { told: at(5), type: 'report.ready', at: at(5), where: 'e', subject: 'report 7', to: 'hears' },
    ]);
    expect(told(announce({ type: 'threshold.crossed', value: 100, session: 's' }))).toMatchObject([
      { where: 'e/s', value: 100 },
    ]);
    expect(told(announce({}))).toMatchObject([{ where: null }]);
    for (const wrong of [{ event: 'none' }, { session: 'none' }, { event: 'e', session: 'none' }])
      expect(told(announce(wrong))).toEqual([]);
  });

  it('is a test to one endpoint alone, whatever it is told of', () => {
    const told = heard(day(10, [5, announce({ type: 'webhook.test', endpoint: 'stage' })]));
    expect(told.filter(({ type }) => type === 'webhook.test')).toEqual([
      { told: at(5), type: 'webhook.test', at: at(5), where: null, subject: 'webhook stage', to: 'stage' },
    ]);
  });
});

describe('who is told', () => {
  const to = (...hooks: Change[]) => {
    const [first, ...rest] = day(MINUTE, [10, act('s', 'goLive')], [20, act('s', 'end')]);
    if (first === undefined) throw new Error('no log');
    const changes = [...first.changes.filter(({ kind }) => kind !== 'putWebhook'), ...hooks];
    return heard([{ ...first, changes }, ...rest]).map(({ type, to }) => `${type} ${to}`);
  };

  it('is who wants it, of the organization or above it, for as long as it is active', () => {
    const part: Change = {
      ...{ kind: 'putOrganization', actor: ADMIN, id: 'part', salt: 'salt' },
      details: { name: 'part', timeZone: null, metadata: {} },
    };
    expect(
      to(
        part,
        putEvent('f'),
        putWebhook('all', { types: ['session.live', 'session.ended'] }),
        putWebhook('one', { types: ['session.ended'], event: 'e' }),
        putWebhook('other', { types: ['session.ended'], event: 'f' }),
        putWebhook('below', { types: ['session.ended'], organization: 'part' }),
        putWebhook('off', { types: ['session.ended'], active: false }),
        putWebhook('soon over', { types: ['session.live', 'session.ended'], expiresAt: at(20) }),
      ),
    ).toEqual(['session.live all,soon over', 'session.ended all,one']);
  });

  it('is nobody where nobody wants it, and then there is no effect', () => {
    expect(to()).toEqual([]);
    expect(to(putWebhook('x', { types: ['report.ready'] }))).toEqual([]);
  });
});
