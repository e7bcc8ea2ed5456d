import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import '../styles/history.css';
import '../styles/session.css';
import '../styles/replay.css';
import { BigFigure } from '../components/big-figure.tsx';
import { Breakdowns } from '../components/breakdowns.tsx';
import { InZone } from '../components/in-zone.tsx';
import { MinuteCurve } from '../components/minute-curve.tsx';
import { Notice } from '../components/notice.tsx';
import { PageContext, usePage } from '../components/page-context.ts';
import { PageHeader } from '../components/page-header.tsx';
import { ReplayBar } from '../components/replay/replay-bar.tsx';
import { ReplayCards } from '../components/replay/replay-cards.tsx';
import { ReplayTalk } from '../components/replay/replay-talk.tsx';
import { StatTile } from '../components/stat-tile.tsx';
import { PeakTile } from '../components/stat-tiles.tsx';
import { changeOf, floorMinute } from '../store/day-curve.ts';
import type { Freshness } from '../store/freshness.ts';
import type { Account, ScopePlace } from '../store/page.ts';
import { ReplayStore, type ReplayView as Shown } from '../store/replay/replay-store.ts';
import type { ReplayState } from '../store/replay/state-at.ts';
import type { TotalsStore } from '../store/replay/totals-store.ts';
import { ScopeZone } from '../store/scope-zone.ts';
import { replayTexts as own } from '../texts/replay.ts';
import { problemText, texts } from '../texts.ts';

const EVERY_MS = 250;
/** For who wants less to move. */
const CALM_EVERY_MS = 1000;
const TICK_MS = 1000;

const THEN: Freshness = { kind: 'current' };
const NO_PROBLEM = signal(null);

/** Nothing of what is not known who was there. */
function TotalTiles({ totals, state }: { totals: TotalsStore; state: ReplayState | null }) {
  const { numbers, durations } = usePage().formats;
  const then = state && totals.at(state.at);
  const written = (value: number | null | undefined, write: (value: number) => string) =>
    value === null || value === undefined ? texts.nothing : write(value);
  return (
    <>
      <StatTile label={own.uniques} value={written(then?.uniques, numbers.count)} />
      <StatTile
        label={own.connections}
        value={written(then?.connections, numbers.count)}
        note={own.connectionsNote}
      />
      <StatTile label={own.watchTime} value={written(then?.watchSeconds, durations.span)} />
    </>
  );
}

function Hero({ store, totals }: { store: ReplayStore; totals: TotalsStore }) {
  const { numbers } = usePage().formats;
  const state = store.state.value;
  const curve = store.curve.value;
  const change = state && curve ? changeOf(curve, floorMinute(state.at), state.concurrent) : null;
  const count = (value: number | undefined) => (value === undefined ? texts.nothing : numbers.count(value));
  const iso = (at: number) => new Date(at).toISOString();
  const peak = state && {
    at: iso(state.at),
    peak: { value: state.peak.value, at: state.peak.at === null ? null : iso(state.peak.at) },
  };
  return (
    <div class="hero">
      <BigFigure
        counters={state}
        change={change}
        freshness={state ? THEN : { kind: 'none' }}
        label={own.figure}
        missing={store.isWaiting ? own.waiting : own.unknown}
      />
      <dl class="tiles replay-tiles">
        <PeakTile label={own.peak} counters={peak} />
        <StatTile label={own.joins} value={count(state?.joins)} />
        <StatTile label={own.leaves} value={count(state?.leaves)} />
        <TotalTiles totals={totals} state={state} />
      </dl>
    </div>
  );
}

function ThenBreakdowns({ store }: { store: ReplayStore }) {
  const state = store.state.value;
  return state && <Breakdowns counters={{ ...state, visibility: null }} words={own.breakdown} />;
}

/** Moves the replay with the reader's time. */
function useTime(store: ReplayStore): void {
  useEffect(() => {
    void store.open();
    const every = matchMedia('(prefers-reduced-motion: reduce)').matches ? CALM_EVERY_MS : EVERY_MS;
    let last = performance.now();
    const passing = setInterval(() => {
      const now = performance.now();
      store.pass(now - last);
      last = now;
    }, every);
    const ticking = setInterval(() => void store.tick(), TICK_MS);
    return () => {
      clearInterval(passing);
      clearInterval(ticking);
      store.close();
    };
  }, [store]);
}

function Desk({ store, view }: { store: ReplayStore; view: Shown & { readonly kind: 'open' } }) {
  const tools = usePage();
  const { playback, talk } = view;
  const replayed = useMemo(() => ({ ...tools, now: playback.at }), [tools, playback]);
  const curve = useMemo(() => ({ curve: { curve: store.curve, problem: NO_PROBLEM } }), [store]);
  return (
    <PageContext.Provider value={replayed}>
      <ReplayBar store={store} playback={playback} isWaiting={store.isWaiting} />
      <div class="figures" data-testid="figures">
        <Hero store={store} totals={view.totals} />
        <MinuteCurve desk={curve} modes={store.modes.value} words={own.curve} />
        <ReplayCards store={store} />
        <ThenBreakdowns store={store} />
        <ReplayTalk store={store} talk={talk} at={playback.at.value} />
      </div>
    </PageContext.Provider>
  );
}

/** A past desk, played from what is stored of it. */
export function ReplayView({ account, place }: { account: Account; place: ScopePlace }) {
  const { page } = usePage();
  const store = useMemo(
    () => new ReplayStore(place, { rest: account.rest, now: () => page.clock.now() }),
    [account, place, page],
  );
  const zone = useMemo(
    () => new ScopeZone({ rest: account.rest, parts: store.parts, zones: page.zones }),
    [account, page, store],
  );
  useEffect(() => void zone.tick(), [zone]);
  useTime(store);
  const view = store.view.value;
  const problem = store.problem.value;
  useEffect(() => {
    if (problem?.status === 401) page.refuseToken();
  }, [problem, page]);
  const { parts, titles } = store;
  return (
    <InZone zone={zone}>
      <PageHeader account={account} desk={{ ...place, parts, titles, viewTitle: own.title, isPast: true }} />
      <main class="desk" id="main">
        <h1 class="unseen" tabIndex={-1}>
          {own.title}
        </h1>
        {problem && (
          <Notice kind="warn">
            {own.problem} {problemText(problem.code)}
          </Notice>
        )}
        {view.kind === 'loading' && !problem && <p class="quiet">{own.loading}</p>}
        {view.kind === 'nothing' && <p class="quiet">{own.nothing}</p>}
        {view.kind === 'open' && <Desk store={store} view={view} />}
      </main>
    </InZone>
  );
}
