import { useEffect } from 'preact/hooks';
import { BigFigure } from '../components/big-figure.tsx';
import { Breakdowns } from '../components/breakdowns.tsx';
import { LiveAnnouncer } from '../components/live-announcer.tsx';
import { MinuteCurve } from '../components/minute-curve.tsx';
import { Notice } from '../components/notice.tsx';
import { usePage } from '../components/page-context.ts';
import { PageHeader } from '../components/page-header.tsx';
import { SessionCards } from '../components/session-cards.tsx';
import { StaleToast } from '../components/stale-toast.tsx';
import { StatTiles } from '../components/stat-tiles.tsx';
import { freshness } from '../store/freshness.ts';
import type { Account } from '../store/page.ts';
import type { ScopeDesk } from '../store/scope-desk.ts';
import { problemText, texts } from '../texts.ts';

/** What stands on the browser's tab: the figure, so that it is seen from other tabs, too. */
function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = texts.product;
    };
  }, [title]);
}

function Figures({ account, desk }: { account: Account; desk: ScopeDesk }) {
  const { page, formats } = usePage();
  const view = desk.view.value;
  const state = freshness({ view, link: account.live.link.value, now: page.now.value });
  const counters = view.kind === 'figures' ? view.counters : null;
  const title = desk.titles.of(desk.scope);
  useDocumentTitle(counters ? `${formats.numbers.count(counters.concurrent)} · ${title}` : title);
  return (
    <>
      <h1 class="unseen" tabIndex={-1}>
        {title}
      </h1>
      <LiveAnnouncer concurrent={counters?.concurrent ?? null} freshness={state} title={title} />
      <StaleToast freshness={state} />
      <div class={`figures ${state.kind === 'stale' ? 'is-stale' : ''}`} data-testid="figures">
        <div class="hero">
          <BigFigure counters={counters} change={desk.change.value} freshness={state} />
          <StatTiles scope={desk.scope} counters={counters} />
        </div>
        <MinuteCurve desk={desk} />
        {desk.sessions && <SessionCards desk={desk} live={account.live} sessions={desk.sessions} />}
        {counters && <Breakdowns counters={counters} />}
      </div>
    </>
  );
}

/** The figures of one scope. */
export function DeskView({ account, desk }: { account: Account; desk: ScopeDesk }) {
  const view = desk.view.value;
  return (
    <>
      <PageHeader account={account} desk={desk} />
      <main class="desk" id="main">
        {view.kind === 'refused' ? (
          <Notice kind="bad">
            {texts.problems.scope(desk.scope)} {problemText(view.code)}
          </Notice>
        ) : (
          <Figures account={account} desk={desk} />
        )}
      </main>
    </>
  );
}
