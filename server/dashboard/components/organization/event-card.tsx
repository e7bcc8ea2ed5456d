import { useRef } from 'preact/hooks';
import type { Scope } from '../../../protocol/client-messages.ts';
import { formatRoute } from '../../router/route.ts';
import type { LiveScopes } from '../../store/live-scopes.ts';
import type { EventEntry } from '../../store/organization/event-groups.ts';
import { organizationTexts } from '../../texts/organization.ts';
import { texts } from '../../texts.ts';
import { usePage } from '../page-context.ts';
import { Sparkline } from '../sparkline.tsx';
import { useFreshness } from '../use-freshness.ts';
import { useLiveView } from '../use-live-view.ts';

const own = organizationTexts.events;

/** The curve shows its last hour, so that it can be read beside a figure of now. */
const SHOWN = 60;

function EventTimes({ entry }: { entry: EventEntry }) {
  const { times } = usePage().formats;
  const { startsAt, endsAt } = entry.event;
  if (startsAt === null) return null;
  const start = times.dayMinute(Date.parse(startsAt));
  const end = endsAt === null ? '' : ` – ${times.dayMinute(Date.parse(endsAt))}`;
  return (
    <span class="card-kind">
      {start}
      {end}
    </span>
  );
}

export interface EventCardProps {
  readonly entry: EventEntry;
  readonly parent: Scope;
  readonly live: LiveScopes;
}

/** An event of today: how many are there now, and the way to its page. */
export function EventCard({ entry, parent, live }: EventCardProps) {
  const { numbers } = usePage().formats;
  const { id, title } = entry.event;
  const scope: Scope = `event:${id}`;
  const card = useRef<HTMLAnchorElement>(null);
  const cell = useLiveView(live, scope, card);
  const state = useFreshness(live, cell).value;
  const view = cell.value;
  const counters = view.kind === 'figures' ? view.counters : null;
  const peaks = [...(entry.curve ?? []), counters?.minute.peak ?? null].filter((value) => value !== null);
  return (
    <a
      ref={card}
      class={`card ${state.kind === 'stale' ? 'is-stale' : ''}`}
      href={formatRoute({ scope, parent })}
    >
      <span class="card-title" title={title || id}>
        {title || id}
      </span>
      <EventTimes entry={entry} />
      <span class="card-figure">
        <span class="card-value">{counters ? numbers.count(counters.concurrent) : texts.nothing}</span>{' '}
        <span class="card-unit">
          {view.kind === 'refused' ? texts.sessions.noAccess : texts.sessions.attendees}
        </span>
      </span>
      <Sparkline values={entry.curve?.slice(-SHOWN) ?? []} />
      <span class="card-flow">
        {peaks.length > 0 && <span>{own.peak(numbers.count(Math.max(...peaks)))}</span>}
      </span>
    </a>
  );
}
