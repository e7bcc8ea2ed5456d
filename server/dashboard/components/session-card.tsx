import type { Scope } from '../../protocol/client-messages.ts';
import type { Counters } from '../../protocol/server-messages.ts';
import type { SessionAnswer } from '../rest/answers.ts';
import { formatRoute } from '../router/route.ts';
import type { LiveScopes } from '../store/live-scopes.ts';
import { type SessionInsight, stateOf } from '../store/session-order.ts';
import { texts } from '../texts.ts';
import { usePage } from './page-context.ts';
import { Sparkline } from './sparkline.tsx';
import { Track } from './track.tsx';
import { useFreshness } from './use-freshness.ts';
import { useLiveView } from './use-live-view.ts';

/** What of a session its card shows in numbers. */
export interface CardCounts extends Pick<Counters, 'concurrent' | 'capacity'> {
  readonly peak: Pick<Counters['peak'], 'value'>;
  readonly minute: Pick<Counters['minute'], 'joins' | 'leaves'>;
}

function Fullness({ concurrent, capacity }: CardCounts) {
  const { numbers } = usePage().formats;
  if (!capacity) return <span class="card-space" />;
  return (
    <>
      <Track share={concurrent / capacity} />
      <span class="unseen">{texts.sessions.capacity(numbers.share(concurrent / capacity))}</span>
    </>
  );
}

export function CardFigures({ counters }: { counters: CardCounts }) {
  const { numbers } = usePage().formats;
  const { joins, leaves } = counters.minute;
  return (
    <>
      <span class="card-flow">
        <span>{texts.sessions.peak(numbers.count(counters.peak.value))}</span>
        <span>
          <span class="unseen">{texts.tiles.joins}: </span>
          <span aria-hidden="true">+</span>
          {numbers.count(joins)} <span class="unseen">{texts.tiles.leaves}: </span>
          <span aria-hidden="true">−</span>
          {numbers.count(leaves)} <span aria-hidden="true">{texts.sessions.flow}</span>
        </span>
      </span>
      <Fullness {...counters} />
    </>
  );
}

export interface SessionCardProps {
  readonly session: SessionAnswer;
  readonly parent: Scope;
  readonly live: LiveScopes;
  readonly insight: SessionInsight | undefined;
}

function CardLabels({ session, insight, present }: CardLabelsProps) {
  const { names, numbers } = usePage().formats;
  const state = stateOf(session, insight, present);
  const percent = insight?.engagedPercent ?? null;
  return (
    <span class="card-labels">
      <span class={`card-state state-${state}`}>{texts.sessions.states[state]}</span>
      {session.kind && <span>{names.kind(session.kind)}</span>}
      {percent !== null && <span>{texts.sessions.engaged(numbers.share(percent / 100))}</span>}
    </span>
  );
}

interface CardLabelsProps extends Pick<SessionCardProps, 'session' | 'insight'> {
  /** Undefined: not known. */
  readonly present: boolean | undefined;
}

/** A session of the event: its figure, and the way to its own page. */
export function SessionCard({ session, parent, live, insight }: SessionCardProps) {
  const { formats } = usePage();
  const scope: Scope = `session:${session.id}`;
  const cell = useLiveView(live, scope);
  const state = useFreshness(live, cell).value;
  const view = cell.value;
  const counters = view.kind === 'figures' ? view.counters : null;
  return (
    <a class={`card ${state.kind === 'stale' ? 'is-stale' : ''}`} href={formatRoute({ scope, parent })}>
      <span class="card-title" title={session.title || session.id}>
        {session.title || session.id}
      </span>
      <CardLabels
        session={session}
        insight={insight}
        present={counters ? counters.concurrent > 0 : undefined}
      />
      <span class="card-figure">
        <span class="card-value">
          {counters ? formats.numbers.count(counters.concurrent) : texts.nothing}
        </span>{' '}
        <span class="card-unit">
          {view.kind === 'refused' ? texts.sessions.noAccess : texts.sessions.attendees}
        </span>
      </span>
      <Sparkline values={insight?.curve ?? []} />
      {counters && <CardFigures counters={counters} />}
    </a>
  );
}
