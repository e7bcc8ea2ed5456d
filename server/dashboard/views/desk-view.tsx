import { useComputed } from '@preact/signals';
import { BigFigure } from '../components/big-figure.tsx';
import { Breakdowns } from '../components/breakdowns.tsx';
import { DeskHead } from '../components/desk-head.tsx';
import { InZone } from '../components/in-zone.tsx';
import { lazily } from '../components/lazily.tsx';
import { MinuteCurve } from '../components/minute-curve.tsx';
import { Notice } from '../components/notice.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { SessionCards } from '../components/session-cards.tsx';
import { StatTiles } from '../components/stat-tiles.tsx';
import { useFreshness } from '../components/use-freshness.ts';
import { mayLookBack, mayModerate } from '../sign-in/may.ts';
import type { Account } from '../store/page.ts';
import type { ScopeDesk } from '../store/scope-desk.ts';
import { problemText, texts } from '../texts.ts';

const OrganizationPanels = lazily(() =>
  import('../components/organization/organization-panels.tsx').then((module) => module.OrganizationPanels),
);

/** With the curve of the session, which does not wait for them. */
const SessionPanels = lazily(
  () => import('../components/session/session-panels.tsx').then((module) => module.SessionPanels),
  MinuteCurve,
);

export interface DeskProps {
  readonly account: Account;
  readonly desk: ScopeDesk;
}

// Each part reads the signals that it shows: what changes every second must not draw everything.

function Hero({ account, desk }: DeskProps) {
  const state = useFreshness(account.live, desk.view).value;
  const counters = desk.counters.value;
  return (
    <div class="hero">
      <BigFigure counters={counters} change={desk.change.value} freshness={state} />
      <StatTiles scope={desk.scope} counters={counters} />
    </div>
  );
}

function LiveBreakdowns({ desk }: { desk: ScopeDesk }) {
  const counters = desk.counters.value;
  return counters && <Breakdowns counters={counters} />;
}

function Figures({ account, desk }: DeskProps) {
  const state = useFreshness(account.live, desk.view);
  const look = useComputed(() => (state.value.kind === 'stale' ? 'figures is-stale' : 'figures'));
  return (
    <>
      <DeskHead live={account.live} desk={desk} />
      <div class={look} data-testid="figures">
        <Hero account={account} desk={desk} />
        {desk.parts.kind === 'session' && mayModerate(account) ? (
          <SessionPanels account={account} desk={desk} />
        ) : (
          <MinuteCurve desk={desk} />
        )}
        {desk.parts.kind === 'organization' && mayLookBack(account) && (
          <OrganizationPanels account={account} desk={desk} />
        )}
        {desk.sessions && <SessionCards desk={desk} live={account.live} sessions={desk.sessions} />}
        <LiveBreakdowns desk={desk} />
      </div>
    </>
  );
}

/** The figures of one scope. */
export function DeskView({ account, desk }: DeskProps) {
  const refusal = useComputed(() => (desk.view.value.kind === 'refused' ? desk.view.value.code : null)).value;
  return (
    <InZone zone={desk.zone}>
      <PageHeader account={account} desk={desk} />
      <main class="desk" id="main">
        {refusal === null ? (
          <Figures account={account} desk={desk} />
        ) : (
          <Notice kind="bad">
            {texts.problems.scope(desk.scope)} {problemText(refusal)}
          </Notice>
        )}
      </main>
    </InZone>
  );
}
