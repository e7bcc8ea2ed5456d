import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { SessionAnswer } from '../rest/answers.ts';
import type { LiveScopes } from '../store/live-scopes.ts';
import type { ScopeDesk } from '../store/scope-desk.ts';
import type { SessionsStore } from '../store/sessions-store.ts';
import { problemText, texts } from '../texts.ts';
import { Notice } from './notice.tsx';
import { usePage } from './page-context.ts';
import { Pager } from './pager.tsx';
import { SessionCard } from './session-card.tsx';

/** Each card has a subscription of its own, and the server allows 64 on a connection. */
const CARDS_ON_A_PAGE = 30;

function matches(session: SessionAnswer, words: string): boolean {
  return `${session.title ?? ''} ${session.id}`.toLowerCase().includes(words.trim().toLowerCase());
}

function Filter({ words, change }: { words: string; change: (words: string) => void }) {
  const id = useId();
  return (
    <div class="filter">
      <label class="unseen" for={id}>
        {texts.sessions.filter}
      </label>
      <input
        id={id}
        type="search"
        value={words}
        placeholder={texts.sessions.filter}
        onInput={(event) => change(event.currentTarget.value)}
      />
    </div>
  );
}

/** Below this a filter is only in the way. */
const WORTH_FILTERING = 8;

function Cards({
  desk,
  live,
  items,
}: {
  desk: ScopeDesk;
  live: LiveScopes;
  items: readonly SessionAnswer[];
}) {
  const words = useSignal('');
  const first = useSignal(0);
  const found = items.filter((session) => matches(session, words.value));
  const start = first.value < found.length ? first.value : 0;
  const empty = items.length === 0 ? texts.sessions.none : texts.sessions.noMatch;
  return (
    <>
      {items.length >= WORTH_FILTERING && (
        <Filter
          words={words.value}
          change={(changed) => {
            words.value = changed;
            first.value = 0;
          }}
        />
      )}
      {found.length === 0 && <p class="quiet">{empty}</p>}
      <ul class="cards">
        {found.slice(start, start + CARDS_ON_A_PAGE).map((session) => (
          <li key={session.id}>
            <SessionCard session={session} parent={desk.scope} live={live} />
          </li>
        ))}
      </ul>
      <Pager
        label={texts.sessions.title}
        first={start}
        all={found.length}
        size={CARDS_ON_A_PAGE}
        turn={(turned) => {
          first.value = turned;
        }}
      />
    </>
  );
}

export interface SessionCardsProps {
  readonly desk: ScopeDesk;
  readonly live: LiveScopes;
  readonly sessions: SessionsStore;
}

export function SessionCards({ desk, live, sessions }: SessionCardsProps) {
  const { numbers } = usePage().formats;
  const problem = sessions.problem.value;
  const missing = problem?.status === 404;
  const items = sessions.items.value ?? (missing ? [] : null);
  return (
    <section class="sessions" aria-label={texts.sessions.title}>
      <h2 class="section-title">
        {texts.sessions.title}{' '}
        {items && <span class="soft">{texts.sessions.count(numbers.count(items.length))}</span>}
      </h2>
      {problem && !missing && (
        <Notice kind="warn">
          {texts.problems.sessions} {problemText(problem.code)}
        </Notice>
      )}
      {items && <Cards desk={desk} live={live} items={items} />}
    </section>
  );
}
