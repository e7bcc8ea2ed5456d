import { useSignal } from '@preact/signals';
import type { Scope } from '../../../protocol/client-messages.ts';
import { formatRoute } from '../../router/route.ts';
import type { LiveScopes } from '../../store/live-scopes.ts';
import type { EventEntry, EventGroups } from '../../store/organization/event-groups.ts';
import { organizationTexts } from '../../texts/organization.ts';
import { usePage } from '../page-context.ts';
import { Pager } from '../pager.tsx';
import { EventCard } from './event-card.tsx';

const own = organizationTexts.events;

/** Each card has a subscription of its own; two lists of them must stay below what a connection may have. */
const CARDS = 24;
const ROWS = 10;

interface ListProps {
  readonly title: string;
  readonly entries: readonly EventEntry[];
  readonly empty: string | null;
  readonly parent: Scope;
}

function useTurned(entries: readonly EventEntry[], size: number) {
  const first = useSignal(0);
  const start = first.value < entries.length ? first.value : 0;
  const turn = (turned: number) => {
    first.value = turned;
  };
  return { start, shown: entries.slice(start, start + size), turn };
}

function Title({ title, count }: { title: string; count: number }) {
  const { numbers } = usePage().formats;
  return (
    <h2 class="section-title">
      {title} <span class="soft">{numbers.count(count)}</span>
    </h2>
  );
}

function EventCards({ title, entries, empty, parent, live }: ListProps & { live: LiveScopes }) {
  const { start, shown, turn } = useTurned(entries, CARDS);
  if (entries.length === 0 && empty === null) return null;
  return (
    <section class="sessions" aria-label={title}>
      <Title title={title} count={entries.length} />
      {entries.length === 0 && <p class="quiet">{empty}</p>}
      <ul class="cards">
        {shown.map((entry) => (
          <li key={entry.event.id}>
            <EventCard entry={entry} parent={parent} live={live} />
          </li>
        ))}
      </ul>
      <Pager label={title} first={start} all={entries.length} size={CARDS} turn={turn} />
    </section>
  );
}

function EventRow({ entry, parent }: { entry: EventEntry; parent: Scope }) {
  const { times } = usePage().formats;
  const { id, title, startsAt, endsAt } = entry.event;
  const at = startsAt ?? endsAt;
  const name = title || id;
  const scope: Scope = `event:${id}`;
  return (
    <li class="event-row">
      <a class="event-name" href={formatRoute({ scope, parent })}>
        {name}
      </a>
      <span class="soft">{at === null ? own.undated : times.date(Date.parse(at))}</span>
      <a
        href={formatRoute({
          ...{ scope, parent, view: 'history' },
          query: startsAt === null ? {} : { range: 'whole' },
        })}
        aria-label={own.historyOf(name)}
      >
        {own.history}
      </a>
    </li>
  );
}

function EventRows({ title, entries, empty, parent }: ListProps) {
  const { start, shown, turn } = useTurned(entries, ROWS);
  if (entries.length === 0 && empty === null) return null;
  return (
    <section class="panel" aria-label={title}>
      <Title title={title} count={entries.length} />
      {entries.length === 0 && <p class="quiet">{empty}</p>}
      <ul class="event-rows">
        {shown.map((entry) => (
          <EventRow key={entry.event.id} entry={entry} parent={parent} />
        ))}
      </ul>
      <Pager label={title} first={start} all={entries.length} size={ROWS} turn={turn} />
    </section>
  );
}

export interface EventListsProps {
  readonly groups: EventGroups;
  readonly parent: Scope;
  readonly live: LiveScopes;
}

/** The events that are on, as cards. */
export function EventsOfToday({ groups, parent, live }: EventListsProps) {
  return (
    <>
      <EventCards {...{ title: own.now, entries: groups.now, empty: own.none, parent, live }} />
      <EventCards {...{ title: own.today, entries: groups.today, empty: null, parent, live }} />
    </>
  );
}

/** The events that are not on, as lists. */
export function OtherEvents({ groups, parent }: Omit<EventListsProps, 'live'>) {
  return (
    <div class="panels">
      <EventRows {...{ title: own.past, entries: groups.past, empty: own.noPast, parent }} />
      <EventRows {...{ title: own.upcoming, entries: groups.upcoming, empty: null, parent }} />
    </div>
  );
}
