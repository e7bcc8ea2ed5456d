import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { SessionAnswer } from '../rest/answers.ts';
import type { LiveScopes } from '../store/live-scopes.ts';
import type { ScopeDesk } from '../store/scope-desk.ts';
import {
  orderSessions,
  SESSION_SORTS,
  SESSION_STATES,
  type SessionInsight,
  type SessionSort,
  type SessionState,
  stateOf,
} from '../store/session-order.ts';
import type { SessionsStore } from '../store/sessions-store.ts';
import { problemText, texts } from '../texts.ts';
import { Notice } from './notice.tsx';
import { usePage } from './page-context.ts';
import { Pager } from './pager.tsx';
import { SelectField } from './select-field.tsx';
import { SessionCard } from './session-card.tsx';

/** In sight all at once at the most, and the server allows 256 subscriptions on a connection. */
const CARDS_ON_A_PAGE = 200;

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
const WORTH_FILTERING = 4;

interface Choice {
  readonly words: string;
  readonly sort: SessionSort;
  /** Null: any. */
  readonly state: SessionState | null;
}

interface ToolsProps {
  readonly choice: Choice;
  readonly change: (changed: Partial<Choice>) => void;
}

function Tools({ choice, change }: ToolsProps) {
  const own = texts.sessions;
  return (
    <div class="card-tools">
      <Filter words={choice.words} change={(words) => change({ words })} />
      <SelectField
        label={own.state}
        value={choice.state ?? ''}
        options={[
          { value: '', label: own.anyState },
          ...SESSION_STATES.map((state) => ({ value: state, label: own.states[state] })),
        ]}
        change={(value) => change({ state: SESSION_STATES.find((state) => state === value) ?? null })}
      />
      <SelectField
        label={own.sort}
        value={choice.sort}
        options={SESSION_SORTS.map((sort) => ({ value: sort, label: own.sorts[sort] }))}
        change={(value) => change({ sort: SESSION_SORTS.find((sort) => sort === value) ?? 'order' })}
      />
    </div>
  );
}

interface CardsProps {
  readonly desk: ScopeDesk;
  readonly live: LiveScopes;
  readonly items: readonly SessionAnswer[];
}

const ANY: Choice = { words: '', sort: 'order', state: null };

function Cards({ desk, live, items }: CardsProps) {
  const choice = useSignal(ANY);
  const first = useSignal(0);
  const insights = desk.insight?.insights.value ?? new Map<string, SessionInsight>();
  const { words, sort, state } = choice.value;
  const isWanted = (session: SessionAnswer) =>
    matches(session, words) && (state === null || stateOf(session, insights.get(session.id)) === state);
  const found = orderSessions(items.filter(isWanted), insights, sort);
  const start = first.value < found.length ? first.value : 0;
  return (
    <>
      {items.length >= WORTH_FILTERING && (
        <Tools
          choice={choice.value}
          change={(changed) => {
            choice.value = { ...choice.value, ...changed };
            first.value = 0;
          }}
        />
      )}
      {found.length === 0 && (
        <p class="quiet">{items.length === 0 ? texts.sessions.none : texts.sessions.noMatch}</p>
      )}
      <ul class="cards">
        {found.slice(start, start + CARDS_ON_A_PAGE).map((session) => (
          <li key={session.id}>
            <SessionCard {...{ session, live, parent: desk.scope }} insight={insights.get(session.id)} />
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
