import { type ReadonlySignal, useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
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

/** Stands where figures are about to be taken away. */
const NOBODY: CardCounts = { concurrent: 0, peak: { value: 0 }, minute: { joins: 0, leaves: 0 } };
const NO_CURVE: readonly (number | null)[] = [];

type Text = string | ReadonlySignal<string>;

interface FlowProps {
  readonly peak: Text;
  readonly joins: Text;
  readonly leaves: Text;
}

function Flow({ peak, joins, leaves }: FlowProps) {
  return (
    <span class="card-flow">
      <span>{peak}</span>
      <span>
        <span class="unseen">{texts.tiles.joins}: </span>
        <span aria-hidden="true">+</span>
        {joins} <span class="unseen">{texts.tiles.leaves}: </span>
        <span aria-hidden="true">−</span>
        {leaves} <span aria-hidden="true">{texts.sessions.flow}</span>
      </span>
    </span>
  );
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
  const peak = texts.sessions.peak(numbers.count(counters.peak.value));
  return (
    <>
      <Flow peak={peak} joins={numbers.count(joins)} leaves={numbers.count(leaves)} />
      <Fullness {...counters} />
    </>
  );
}

/** Says how full it is in whole percents, so that it is drawn anew only when one is passed. */
function LiveFullness({ counters }: { counters: ReadonlySignal<CardCounts> }) {
  const concurrent = useComputed(() => {
    const { concurrent: now, capacity = 0 } = counters.value;
    return capacity === 0 ? 0 : (Math.round((100 * now) / capacity) * capacity) / 100;
  }).value;
  const capacity = useComputed(() => counters.value.capacity).value;
  return <Fullness {...counters.peek()} concurrent={concurrent} {...(capacity && { capacity })} />;
}

/** What changes every second is written into text nodes of its own: nothing else is drawn anew with it. */
function LiveFigures({ counters }: { counters: ReadonlySignal<Counters | null> }) {
  const { numbers } = usePage().formats;
  const known = useComputed<CardCounts>(() => counters.value ?? NOBODY);
  const peak = useComputed(() => texts.sessions.peak(numbers.count(known.value.peak.value)));
  const joins = useComputed(() => numbers.count(known.value.minute.joins));
  const leaves = useComputed(() => numbers.count(known.value.minute.leaves));
  if (!useComputed(() => counters.value !== null).value) return null;
  return (
    <>
      <Flow peak={peak} joins={joins} leaves={leaves} />
      <LiveFullness counters={known} />
    </>
  );
}

export interface SessionCardProps {
  readonly session: SessionAnswer;
  readonly parent: Scope;
  readonly live: LiveScopes;
  readonly insight: SessionInsight | undefined;
}

interface CardLabelsProps extends Pick<SessionCardProps, 'session' | 'insight'> {
  readonly counters: ReadonlySignal<Counters | null>;
}

function CardLabels({ session, insight, counters }: CardLabelsProps) {
  const { names, numbers } = usePage().formats;
  // Undefined: not known.
  const present = useComputed(() => counters.value && counters.value.concurrent > 0).value ?? undefined;
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

/** A session of the event: its figure, and the way to its own page. */
export function SessionCard({ session, parent, live, insight }: SessionCardProps) {
  const { numbers } = usePage().formats;
  const scope: Scope = `session:${session.id}`;
  const card = useRef<HTMLAnchorElement>(null);
  const view = useLiveView(live, scope, card);
  const state = useFreshness(live, view);
  const look = useComputed(() => (state.value.kind === 'stale' ? 'card is-stale' : 'card'));
  const counters = useComputed(() => (view.value.kind === 'figures' ? view.value.counters : null));
  const figure = useComputed(() =>
    counters.value ? numbers.count(counters.value.concurrent) : texts.nothing,
  );
  const unit = useComputed(() =>
    view.value.kind === 'refused' ? texts.sessions.noAccess : texts.sessions.attendees,
  );
  return (
    <a ref={card} class={look} href={formatRoute({ scope, parent })}>
      <span class="card-title" title={session.title || session.id}>
        {session.title || session.id}
      </span>
      <CardLabels session={session} insight={insight} counters={counters} />
      <span class="card-figure">
        <span class="card-value">{figure}</span> <span class="card-unit">{unit}</span>
      </span>
      <Sparkline values={insight?.curve ?? NO_CURVE} />
      <LiveFigures counters={counters} />
    </a>
  );
}
