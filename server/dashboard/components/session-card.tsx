import type { Scope } from '../../protocol/client-messages.ts';
import type { Counters } from '../../protocol/server-messages.ts';
import type { SessionAnswer } from '../rest/answers.ts';
import { formatRoute } from '../router/route.ts';
import type { LiveScopes } from '../store/live-scopes.ts';
import { texts } from '../texts.ts';
import { usePage } from './page-context.ts';
import { Track } from './track.tsx';
import { useFreshness } from './use-freshness.ts';
import { useLiveView } from './use-live-view.ts';

function CardFigures({ counters }: { counters: Counters }) {
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
      {counters.capacity ? (
        <Track share={counters.concurrent / counters.capacity} />
      ) : (
        <span class="card-space" />
      )}
    </>
  );
}

export interface SessionCardProps {
  readonly session: SessionAnswer;
  readonly parent: Scope;
  readonly live: LiveScopes;
}

/** A session of the event: its figure, and the way to its own page. */
export function SessionCard({ session, parent, live }: SessionCardProps) {
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
      {session.kind && <span class="card-kind">{formats.names.kind(session.kind)}</span>}
      <span class="card-figure">
        <span class="card-value">
          {counters ? formats.numbers.count(counters.concurrent) : texts.nothing}
        </span>{' '}
        <span class="card-unit">
          {view.kind === 'refused' ? texts.sessions.noAccess : texts.sessions.attendees}
        </span>
      </span>
      {counters && <CardFigures counters={counters} />}
    </a>
  );
}
