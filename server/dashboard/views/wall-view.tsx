import { useComputed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import '../styles/wall.css';
import type { Counters } from '../../protocol/server-messages.ts';
import { BigFigure } from '../components/big-figure.tsx';
import { DeskHead } from '../components/desk-head.tsx';
import { InZone } from '../components/in-zone.tsx';
import { LinkPill } from '../components/link-pill.tsx';
import { Notice } from '../components/notice.tsx';
import { usePage } from '../components/page-context.ts';
import { Sparkline } from '../components/sparkline.tsx';
import { useFreshness } from '../components/use-freshness.ts';
import { formatRoute } from '../router/route.ts';
import type { ScopeDesk } from '../store/scope-desk.ts';
import { wallTexts } from '../texts/wall.ts';
import { problemText, texts } from '../texts.ts';
import type { DeskProps } from './desk-view.tsx';

const LAST_MINUTES = 60;

/** Keeps the screen on where the browser can; it lets go whenever the page is hidden, so it is asked again after. */
function useScreenOn(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let isOver = false;
    const ask = () => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
      navigator.wakeLock.request('screen').then(
        (given) => {
          lock = given;
          if (isOver) void given.release();
        },
        // Without it the screen sleeps as it always does.
        () => undefined,
      );
    };
    ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', ask);
      void lock?.release();
    };
  }, []);
}

/** Escape leads back, unless it only leaves the full screen. */
function useWayBack(desk: ScopeDesk): void {
  const { page } = usePage();
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.fullscreenElement)
        page.go({ scope: desk.scope, parent: desk.parent });
    };
    document.addEventListener('keydown', leave);
    return () => {
      document.removeEventListener('keydown', leave);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, [page, desk]);
}

function WallFacts({ counters }: { counters: Counters }) {
  const { numbers, times } = usePage().formats;
  const { peak, minute, at } = counters;
  return (
    <div class="wall-facts">
      {peak.at !== null && (
        <p>{wallTexts.peak(numbers.count(peak.value), times.moment(Date.parse(peak.at), Date.parse(at)))}</p>
      )}
      <p>{wallTexts.flow(numbers.count(minute.joins), numbers.count(minute.leaves))}</p>
    </div>
  );
}

function LastHour({ desk }: { desk: ScopeDesk }) {
  const points = desk.curve.curve.value?.points.slice(-LAST_MINUTES) ?? [];
  if (points.length < 2) return null;
  return (
    <div class="wall-curve" role="img" aria-label={wallTexts.lastHour}>
      <Sparkline values={points.map((point) => point?.average ?? null)} />
    </div>
  );
}

function WallTools({ account, desk }: DeskProps) {
  const { scope, parent } = desk;
  return (
    <header class="wall-head">
      <p class="wall-title" aria-hidden="true">
        {desk.titles.of(scope)}
      </p>
      <div class="header-tools">
        <LinkPill state={account.live.link.value.state} />
        <button
          type="button"
          class="quiet-button"
          onClick={() => void document.documentElement.requestFullscreen?.().catch(() => undefined)}
        >
          {wallTexts.fullScreen}
        </button>
        <a class="quiet-button" href={formatRoute({ scope, parent })}>
          {wallTexts.back}
        </a>
        <Clock />
      </div>
    </header>
  );
}

function Clock() {
  const { page, formats } = usePage();
  return <span class="wall-clock">{formats.times.minute(page.now.value)}</span>;
}

/** One figure for a screen on the wall. It is the same desk, so it is as fresh, and as honest when it is not. */
export function WallView(props: DeskProps) {
  return (
    <InZone zone={props.desk.zone}>
      <Wall {...props} />
    </InZone>
  );
}

function Wall({ account, desk }: DeskProps) {
  useScreenOn();
  useWayBack(desk);
  const state = useFreshness(account.live, desk.view).value;
  const refusal = useComputed(() => (desk.view.value.kind === 'refused' ? desk.view.value.code : null)).value;
  const counters = desk.counters.value;
  return (
    <main class={state.kind === 'stale' ? 'wall is-stale' : 'wall'} id="main">
      <DeskHead live={account.live} desk={desk} />
      <WallTools account={account} desk={desk} />
      {refusal === null ? (
        <>
          <BigFigure counters={counters} change={desk.change.value} freshness={state} />
          {counters && <WallFacts counters={counters} />}
          <LastHour desk={desk} />
        </>
      ) : (
        <Notice kind="bad">
          {texts.problems.scope(desk.scope)} {problemText(refusal)}
        </Notice>
      )}
    </main>
  );
}
