import { useEffect, useMemo } from 'preact/hooks';
import '../styles/history.css';
import '../styles/operations.css';
import '../styles/alerts.css';
import { HistoryPanel } from '../components/alerts/history-panel.tsx';
import { RulesPanel } from '../components/alerts/rules-panel.tsx';
import { SignalsBar } from '../components/alerts/signals-bar.tsx';
import { Notice } from '../components/notice.tsx';
import { usePage } from '../components/page-context.ts';
import { PageHeader } from '../components/page-header.tsx';
import { splitScope } from '../router/route.ts';
import { AlertsStore } from '../store/alerts/alerts-store.ts';
import type { Account, ScopePlace } from '../store/page.ts';
import { TitleStore } from '../store/title-store.ts';
import { alertTexts } from '../texts/alerts.ts';
import { problemText } from '../texts.ts';

export interface AlertsViewProps {
  readonly account: Account;
  readonly place: ScopePlace;
}

/** Rules of alerts, and what they have raised in a scope. What is pushed about it renews the lists. */
export function AlertsView({ account, place }: AlertsViewProps) {
  const { page } = usePage();
  const { scope } = place;
  const store = useMemo(() => new AlertsStore(account.rest, scope), [account, scope]);
  const titles = useMemo(() => new TitleStore(place, account.rest), [account, place]);
  // Alerts come over the subscription of the scope.
  useEffect(() => account.live.watch(scope).release, [account, scope]);
  useEffect(() => void titles.tick(), [titles]);
  const shown = account.live.alerts.shown.value;
  // What was pushed is a reason to ask again.
  useEffect(() => void store.load(), [store, shown]);
  const problem = store.asking.problem.value;
  useEffect(() => {
    if (problem?.status === 401) page.refuseToken();
  }, [problem, page]);
  const parts = splitScope(scope);
  return (
    <>
      <PageHeader
        account={account}
        desk={parts && { ...place, parts, titles, viewTitle: alertTexts.title }}
      />
      <main class="desk" id="main">
        <h1 class="op-title" tabIndex={-1}>
          {alertTexts.title}
        </h1>
        {problem && (
          <Notice kind="warn">
            {alertTexts.problem} {problemText(problem.code)}
          </Notice>
        )}
        <SignalsBar />
        <RulesPanel store={store} scope={scope} />
        {!store.rules.value && !problem && <p class="quiet">{alertTexts.loading}</p>}
        <HistoryPanel store={store} />
      </main>
    </>
  );
}
