import type { SessionAnswer } from '../../rest/answers.ts';
import { formatRoute } from '../../router/route.ts';
import type { ReplayStore } from '../../store/replay/replay-store.ts';
import { replayTexts as own } from '../../texts/replay.ts';
import { texts } from '../../texts.ts';
import { usePage } from '../page-context.ts';
import { CardFigures } from '../session-card.tsx';

/** As many as the desk shows at once, the fullest first. */
const SHOWN = 30;

interface CardProps {
  readonly store: ReplayStore;
  readonly session: SessionAnswer;
}

function Card({ store, session }: CardProps) {
  const { numbers, names } = usePage().formats;
  const state = store.card(session.id);
  const title = session.title || session.id;
  const capacity = session.capacity ?? undefined;
  const place = { scope: `session:${session.id}`, parent: store.place.scope, view: 'replay' } as const;
  return (
    <a class="card" href={formatRoute(place)}>
      <span class="card-title" title={title}>
        {title}
      </span>
      {session.kind && <span class="card-kind">{names.kind(session.kind)}</span>}
      <span class="card-figure">
        <span class="card-value" data-testid={`then-${session.id}`}>
          {state ? numbers.count(state.concurrent) : texts.nothing}
        </span>
      </span>
      {state && (
        <CardFigures
          counters={{
            concurrent: state.concurrent,
            ...(capacity !== undefined && { capacity }),
            peak: { value: state.peak },
            minute: state,
          }}
        />
      )}
    </a>
  );
}

/** The sessions of an event as they were. */
export function ReplayCards({ store }: { store: ReplayStore }) {
  const sessions = store.sessions.value;
  if (sessions.length === 0) return null;
  const ranked = sessions
    .map((session) => ({ session, peak: store.card(session.id)?.peak ?? 0 }))
    .sort((a, b) => b.peak - a.peak)
    .slice(0, SHOWN);
  return (
    <section class="sessions" aria-label={own.sessions}>
      <h2 class="section-title">{own.sessions}</h2>
      <ul class="cards">
        {ranked.map(({ session }) => (
          <li key={session.id}>
            <Card store={store} session={session} />
          </li>
        ))}
      </ul>
    </section>
  );
}
