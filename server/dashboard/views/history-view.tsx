import { useEffect, useMemo } from 'preact/hooks';
import '../styles/history.css';
import { AgainstBar } from '../components/history/against-bar.tsx';
import { ExportsPanel } from '../components/history/exports-panel.tsx';
import { FiguresTable } from '../components/history/figures-table.tsx';
import { HistoryChart } from '../components/history/history-chart.tsx';
import { PeopleTable } from '../components/history/people-table.tsx';
import { RangeBar } from '../components/history/range-bar.tsx';
import { Notice } from '../components/notice.tsx';
import { usePage } from '../components/page-context.ts';
import { PageHeader } from '../components/page-header.tsx';
import { type HistoryAnswer, HistoryStore } from '../store/history/history-store.ts';
import type { Account, ScopePlace } from '../store/page.ts';
import { historyTexts } from '../texts/history.ts';
import { problemText, texts } from '../texts.ts';

export interface HistoryViewProps {
  readonly account: Account;
  readonly place: ScopePlace;
}

interface AnswerProps {
  readonly account: Account;
  readonly store: HistoryStore;
  readonly answer: HistoryAnswer;
}

function Answer({ account, store, answer }: AnswerProps) {
  const { formats } = usePage();
  const zone = store.zone.value;
  const times = useMemo(() => formats.timesIn(zone), [formats, zone]);
  const { a, b, compared } = answer;
  const other = store.others.value.find(({ scope }) => scope === b.scope);
  const same =
    answer.ask.against.kind === 'other' ? historyTexts.against.earlier : historyTexts.against.before;
  const titleB = b.scope === a.scope ? same : (other?.title ?? b.scope);
  return (
    <>
      <HistoryChart answer={answer} times={times} />
      <section class="panel" aria-label={historyTexts.figures.title}>
        <h2 class="panel-title">{historyTexts.figures.title}</h2>
        <FiguresTable
          a={{ title: store.titles.of(store.place.scope), ...a, figures: compared.a.figures }}
          b={{ title: titleB, ...b, figures: compared.b.figures }}
          change={compared.change}
          times={times}
        />
      </section>
      <PeopleTable rest={account.rest} side={answer.a} />
      <ExportsPanel account={account} store={store} answer={answer} />
      <p class="soft small">{texts.zone.times(zone)}</p>
    </>
  );
}

/** What was, over any range, and compared with any other. */
export function HistoryView({ account, place }: HistoryViewProps) {
  const { page } = usePage();
  const store = useMemo(
    () =>
      new HistoryStore(place, {
        rest: account.rest,
        now: () => page.clock.now(),
        zones: page.zones,
        note: (route) => page.note(route),
      }),
    [account, place, page],
  );
  useEffect(() => void store.open(), [store]);
  const problem = store.problem.value;
  const answer = store.answer.value;
  useEffect(() => {
    if (problem?.status === 401) page.refuseToken();
  }, [problem, page]);
  return (
    <>
      <PageHeader account={account} desk={{ ...place, ...headerOf(store) }} />
      <main class="desk" id="main">
        <h1 class="unseen" tabIndex={-1}>
          {historyTexts.title}
        </h1>
        {store.facts.value && (
          <section class="panel" aria-label={historyTexts.range.label}>
            <RangeBar store={store} />
            <AgainstBar store={store} />
          </section>
        )}
        {problem && (
          <Notice kind="warn">
            {historyTexts.problem} {problemText(problem.code)}
          </Notice>
        )}
        {!answer && !problem && <p class="quiet">{historyTexts.loading}</p>}
        {answer && (
          <div class={store.loading.value ? 'figures is-loading' : 'figures'} aria-busy={store.loading.value}>
            <Answer account={account} store={store} answer={answer} />
          </div>
        )}
      </main>
    </>
  );
}

function headerOf({ parts, titles }: HistoryStore) {
  return { parts, titles, viewTitle: historyTexts.title };
}
