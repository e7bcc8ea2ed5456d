import type { AskedEvent, Json } from './asked-event.ts';
import { BOTH, type Pair, STAGE, sumOf } from './pair.ts';

const totals = async (asked: AskedEvent, query: string): Promise<Json> =>
  (await asked.own(`/organizations/${asked.organization}/participants?limit=1&${query}`)).totals;

const everybody = (asked: AskedEvent, query: string) =>
  asked.all(`/organizations/${asked.organization}/participants?${query}`);

const company = (asked: AskedEvent, path: string): Promise<Json> =>
  asked.sequel(`/analytics/user-engagement/companies/${asked.organization}/${path}`);

type Modes = readonly ('live' | 'onDemand')[];

/** Within a span, of a company the two components are kept apart: who is in both in the same minute has two. */
async function usageWithin(asked: AskedEvent, query: string) {
  const [both, stage, networking] = await Promise.all([
    totals(asked, `kind=${BOTH}&${query}`),
    totals(asked, `kind=${STAGE}&${query}`),
    totals(asked, `kind=networking&${query}`),
  ]);
  const minutes = (mode: 'live' | 'onDemand') =>
    stage.byMode[mode].engagedMinutes + networking.byMode[mode].engagedMinutes;
  return {
    numberOfEvents: both.events,
    numberOfUsers: both.attendees,
    totalEngagedMinutes: stage.engagedMinutes + networking.engagedMinutes,
    liveMinutes: minutes('live'),
    onDemandMinutes: minutes('onDemand'),
    virtualStageMinutes: stage.engagedMinutes,
    networkingMinutes: networking.engagedMinutes,
  };
}

const isCounted = ({ sessions }: Json) => sessions > 0;

/** Since ever, from what our own lists say of each person and event. */
async function usageEver(asked: AskedEvent, modes: Modes) {
  const query = modes.length === 1 ? `&mode=${modes[0]}` : '';
  const of = async (kind: string) => {
    const lists = asked.ofCompany.map((id) => asked.all(`/events/${id}/participants?kind=${kind}`));
    return (await Promise.all(lists)).flat();
  };
  const [stage, networking] = [await of(STAGE), await of('networking')];
  const minutes = (people: readonly Json[], some: Modes) =>
    sumOf(people.flatMap(({ engagedMinutes }) => some.map((mode) => engagedMinutes[mode])));
  const all = [...stage, ...networking];
  return {
    numberOfEvents: (await totals(asked, `kind=${BOTH}${query}`)).events,
    numberOfUsers: (await everybody(asked, `kind=${BOTH}${query}`)).filter(isCounted).length,
    totalEngagedMinutes: minutes(all, modes),
    liveMinutes: modes.includes('live') ? minutes(all, ['live']) : 0,
    onDemandMinutes: modes.includes('onDemand') ? minutes(all, ['onDemand']) : 0,
    virtualStageMinutes: minutes(stage, modes),
    networkingMinutes: minutes(networking, modes),
  };
}

const usage = (path: string, ours: Pair['ours']): Pair => ({
  figure: `Sequel ${path}`,
  theirs: async (asked) => {
    const { numberOfEvents, numberOfUsers, totalEngagedMinutes, liveMinutes, onDemandMinutes, ...kinds } =
      await company(asked, path);
    const { virtualStageMinutes, networkingMinutes } = kinds;
    const counts = { numberOfEvents, numberOfUsers, totalEngagedMinutes, liveMinutes, onDemandMinutes };
    return { ...counts, virtualStageMinutes, networkingMinutes };
  },
  ours,
});

/** Days of a log that is never longer. */
const DAYS = { from: '2026-02-27', to: '2026-03-04' };
const SPAN = `from=${DAYS.from}T00:00:00Z&to=2026-03-05T00:00:00Z`;
const DATES = `startDate=${DAYS.from}&endDate=${DAYS.to}`;

/** Of a span that may reach beyond what is known. */
const spanOf = ({ through }: AskedEvent) =>
  through >= Date.parse(`${DAYS.from}T00:00:00Z`) ? `&${SPAN}` : '';

const byDay = (name: string, kind: 'stage' | 'networking'): Pair => ({
  figure: `Sequel ${name} by day`,
  theirs: async (asked) => {
    const { days } = await company(asked, `${name}/usage-by-day?${DATES}`);
    return days.flatMap(({ date, totalMinutes, uniqueUsers }: Json) =>
      uniqueUsers > 0 ? [[date, totalMinutes, uniqueUsers]] : [],
    );
  },
  ours: async (asked) => {
    const items = await asked.all(`/organizations/${asked.organization}/usage?step=day${spanOf(asked)}`);
    return items.flatMap(({ start, figures }: Json) => {
      const { engagedMinutes = 0, attendees = 0 } = figures?.byKind[kind] ?? {};
      return attendees > 0 ? [[start.slice(0, 10), engagedMinutes, attendees]] : [];
    });
  },
});

/** Minutes of each person in both components, which are kept apart, of people in a list of participants. */
async function minutesIn(asked: AskedEvent, participants: string) {
  const minutes = new Map<string, { live: number; onDemand: number }>();
  for (const kind of [STAGE, 'networking']) {
    for (const { attendee, engagedMinutes } of await asked.all(`${participants}?kind=${kind}`)) {
      const { live = 0, onDemand = 0 } = minutes.get(attendee) ?? {};
      const sums = { live: live + engagedMinutes.live, onDemand: onDemand + engagedMinutes.onDemand };
      minutes.set(attendee, sums);
    }
  }
  return minutes;
}

/** The highest ten, without their order where they are equal. */
async function topTen(asked: AskedEvent) {
  const minutes = await minutesIn(asked, `/organizations/${asked.organization}/participants`);
  const sums = [...minutes.values()].map(({ live, onDemand }) => live + onDemand);
  return sums.sort((a, b) => b - a).slice(0, 10);
}

export const SEQUEL_COMPANIES: readonly Pair[] = [
  usage('usage/lifetime', (asked) => usageEver(asked, ['live', 'onDemand'])),
  usage('usage/lifetime?engagementType=live', (asked) => usageEver(asked, ['live'])),
  usage(`usage?${DATES}`, (asked) => usageWithin(asked, SPAN)),
  byDay('virtual-stage', 'stage'),
  byDay('networking', 'networking'),
  {
    figure: 'Sequel top participants of a company',
    theirs: async (asked) => {
      const { topParticipants } = await company(asked, 'top-participants?limit=10');
      return topParticipants.map(({ engagedMinutes }: Json) => engagedMinutes);
    },
    ours: topTen,
  },
  {
    figure: 'Sequel user activity',
    theirs: async (asked) => {
      const { items } = await asked.sequel(`/analytics/events/${asked.id}/user-activity?count=1000`);
      const rows = items.map((row: Json) => [row.uid, row.liveTime, row.onDemandTime, row.registrationDate]);
      return rows.sort();
    },
    ours: async (asked) => {
      const people = await asked.all(`/events/${asked.id}/attendees`);
      const minutes = await minutesIn(asked, `/events/${asked.id}/participants`);
      const rows = people.map(({ attendee, registeredAt }: Json) => {
        const { live = 0, onDemand = 0 } = minutes.get(attendee) ?? {};
        return [attendee, live, onDemand, registeredAt];
      });
      return rows.sort();
    },
  },
  {
    figure: 'Sequel events of a company',
    theirs: async (asked) => {
      const events = await asked.sequel(`/v1/company/${asked.organization}/events`);
      return events.map((event: Json) => event.uid ?? event.eventId ?? event.id).sort();
    },
    ours: async (asked) => {
      const events = await asked.all(`/events?organization=${asked.organization}`);
      return events.map(({ id }: Json) => id).sort();
    },
  },
  {
    figure: 'Sequel registrants',
    theirs: async (asked) => (await asked.sequel(`/v1/event/${asked.id}/registrants`)).length,
    ours: async (asked) => (await asked.all(`/events/${asked.id}/registrations`)).length,
  },
  {
    figure: 'Sequel participants of the hub',
    theirs: async (asked) => {
      if (!asked.sessions.some(({ row }) => row.details.kind === 'networking')) return [];
      const people = await asked.sequel(`/v1/networking/${asked.id}/participantsList`);
      return people.map(({ meta }: Json) => meta.userId).sort();
    },
    ours: async (asked) => {
      const rooms = asked.sessions.filter(({ row }) => row.details.kind === 'networking');
      const lists = await Promise.all(
        rooms.map(({ row }) => asked.all(`/sessions/${row.id}/attendees?attended=true`)),
      );
      return [...new Set(lists.flat().map(({ attendee }: Json) => attendee))].sort();
    },
  },
  {
    figure: 'Sequel sums of sub-companies',
    theirs: async (asked) => {
      const { subCompanies } = await company(asked, 'sub-companies');
      return sumOf(subCompanies.map((one: Json) => one.totalEngagedMinutes));
    },
    ours: async (asked) => {
      const children = (await asked.all('/organizations')).filter(
        ({ parentId }: Json) => parentId === asked.organization,
      );
      const used = children.map(async ({ id }: Json) =>
        Promise.all(
          [STAGE, 'networking'].map(
            async (kind) =>
              (await asked.own(`/organizations/${id}/participants?limit=1&kind=${kind}`)).totals,
          ),
        ),
      );
      return sumOf((await Promise.all(used)).flat().map(({ engagedMinutes }: Json) => engagedMinutes));
    },
  },
];
