import type { SessionKind } from '../../../server/live/catalogue.ts';
import type { SliceStarted } from '../../../server/live/effects.ts';
import { createSqliteHistory } from '../../../storage/sqlite/history.ts';
import {
  batchAt,
  ended,
  engagement,
  event,
  minute,
  organization,
  seen,
  session as sessionRow,
  started,
} from '../../storage/history/batches.ts';

export const DAY = '2026-03-02';
const at = (time: string) => Date.parse(`${DAY}T${time}Z`);
/** As answered. */
export const iso = (time: string) => new Date(at(time)).toISOString();

const ACME = 1;
const EMEA = 2;
const CROWDED = 8;
const HALL = 10;
/** More than fit on a page. */
export const CROWD = 2105;
const CONF = 3;
const TOUR = 4;
const KEYNOTE = 5;
const HUB = 6;
const TALK = 7;

function session(key: number, id: string, kind: SessionKind, isLive: boolean) {
  const row = sessionRow({ key, id, event: key === TALK ? TOUR : CONF });
  const details = { ...row.details, title: id, kind, videoDurationSeconds: key === KEYNOTE ? 3600 : null };
  return {
    ...row,
    tenant: ACME,
    details,
    windows: isLive ? [[at('09:00:00'), at('10:00:00')] as const] : [],
  };
}

type Visit = Partial<SliceStarted> & { attendee: string; from: string; to: string };

const VISITS: readonly Visit[] = [
  { attendee: 'ann', session: KEYNOTE, from: '08:55:00', to: '09:30:00', country: 'DE' },
  { attendee: 'bob', session: KEYNOTE, from: '09:10:00', to: '09:10:20', country: 'FR' },
  { attendee: 'ann', session: HUB, from: '09:20:00', to: '09:25:00', country: 'DE' },
  { attendee: 'bob', session: KEYNOTE, from: '11:00:00', to: '11:02:00', mode: 'onDemand', country: 'FR' },
  { attendee: 'cid', session: TALK, from: '09:00:00', to: '09:01:30', country: 'DE' },
];

/** Another tenant, of many. */
function crowd() {
  const slices = Array.from({ length: CROWD }, (_, index) => ({
    ...{ slice: 100 + index, tenant: CROWDED, session: HALL, attendee: `a${String(index).padStart(4, '0')}` },
    start: at('10:00:00') + index * 500,
  }));
  return {
    organizations: [organization({ key: CROWDED, id: 'crowded', tenant: CROWDED })],
    events: [event({ key: 9, id: 'fair', tenant: CROWDED, organization: CROWDED })],
    sessions: [{ ...session(HALL, 'hall', 'mainStage', false), tenant: CROWDED, event: 9 }],
    slicesStarted: slices.map((slice) => started(slice)),
    slicesEnded: slices.map(({ start: _, ...slice }) => ended({ ...slice, end: at('10:30:00') })),
  };
}

/** A day of the past, as a server would have left it in its file. */
export async function pastDay(file: string): Promise<void> {
  const history = createSqliteHistory({ file });
  await history.open();
  const conf = event({ key: CONF, id: 'conf' });
  const slices = VISITS.map((visit, index) => ({ ...visit, tenant: ACME, slice: index + 1 }));
  const peaks = [KEYNOTE, CONF, ACME].map((scope) =>
    minute({ scope, minute: at('09:10:00'), peak: 2, peakAt: at('09:10:00') }),
  );
  await history.commit({
    ...batchAt(at('12:00:00')),
    position: '1',
    organizations: [
      organization({ key: ACME, id: 'acme', tenant: ACME }),
      organization({ key: EMEA, id: 'acme-emea', tenant: ACME, parent: ACME }),
    ],
    events: [conf, { ...conf, key: TOUR, id: 'tour', organization: EMEA }],
    sessions: [
      session(KEYNOTE, 'keynote', 'mainStage', true),
      session(HUB, 'hub', 'networking', false),
      session(TALK, 'talk', 'workshop', false),
    ],
    runs: [{ start: at('00:00:00'), end: at('12:00:00') }],
    slicesStarted: slices.map(({ from, to: _, ...slice }) =>
      started({ ...slice, start: at(from), name: slice.attendee.toUpperCase() }),
    ),
    slicesEnded: slices.map(({ slice, attendee, session = KEYNOTE, to }) =>
      ended({ slice, attendee, session, tenant: ACME, end: at(to) }),
    ),
    seen: [seen(HUB, 'ann')],
    engagements: [
      ['ann', '09:05:00'],
      ['ann', '09:06:00'],
      ['bob', '09:10:05'],
    ].map(([attendee = '', time = ''], index) =>
      engagement({
        id: `e${index}`,
        tenant: ACME,
        attendee,
        session: KEYNOTE,
        at: at(time),
        action: 'reaction',
      }),
    ),
    minutes: [...peaks, minute({ scope: KEYNOTE, minute: at('09:15:00'), peak: 1, peakAt: at('09:15:00') })],
  });
  await history.commit({ ...batchAt(at('12:00:01')), position: '2', ...crowd() });
  await history.close();
}
