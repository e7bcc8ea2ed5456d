import { useEffect, useId } from 'preact/hooks';
import { MINUTE_MS } from '../../store/day-curve.ts';
import { type Playback, SPEEDS } from '../../store/replay/playback.ts';
import type { ReplayStore } from '../../store/replay/replay-store.ts';
import { replayTexts as own } from '../../texts/replay.ts';
import { usePage } from '../page-context.ts';
import { RangeChoice } from './range-choice.tsx';

/** What a key moves by, ms. */
const KEYS: Readonly<Record<string, number>> = {
  ArrowLeft: -10_000,
  ArrowRight: 10_000,
  PageUp: -5 * MINUTE_MS,
  PageDown: 5 * MINUTE_MS,
};

/** Parts of the page that have a use for these keys themselves; the slider of the replay has the same. */
const OWN_KEYS =
  'input:not(.replay-slider), select, textarea, button, a, summary, [role="slider"], [role="log"]';

function isTaken({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest(OWN_KEYS) !== null;
}

function useKeys(playback: Playback): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || isTaken(event)) return;
      const step = KEYS[event.key];
      if (event.key === ' ') playback.toggle();
      else if (step !== undefined) playback.seek(playback.at.peek() + step);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [playback]);
}

function Speeds({ playback }: { playback: Playback }) {
  const id = useId();
  return (
    <fieldset class="switch">
      <legend class="unseen">{own.speed}</legend>
      {SPEEDS.map((speed) => (
        <label key={speed} class="switch-choice">
          <input
            type="radio"
            name={id}
            checked={playback.speed.value === speed}
            onChange={() => playback.pace(speed)}
          />
          <span>{own.speeds(speed)}</span>
        </label>
      ))}
    </fieldset>
  );
}

export interface ReplayBarProps {
  readonly store: ReplayStore;
  readonly playback: Playback;
  readonly isWaiting: boolean;
}

/** Plays, pauses and goes to any second of the span. */
export function ReplayBar({ store, playback, isWaiting }: ReplayBarProps) {
  const { times } = usePage().formats;
  useKeys(playback);
  const at = playback.at.value;
  const { from } = playback.span;
  const moment = `${times.day(at)}, ${times.second(at)}`;
  const isPlaying = playback.playing.value;
  return (
    <section class="panel replay-bar" aria-label={own.bar}>
      <div class="replay-head">
        <button type="button" class="main-button replay-play" onClick={() => playback.toggle()}>
          {isPlaying ? own.pause : own.play}
        </button>
        <p class="replay-time" data-testid="replay-time">
          {moment}
        </p>
        <p class="soft" role="status">
          {isWaiting && own.waiting}
        </p>
        <Speeds playback={playback} />
      </div>
      <input
        type="range"
        class="replay-slider"
        aria-label={own.slider}
        aria-valuetext={moment}
        min={0}
        max={(playback.last - from) / 1000}
        step={1}
        value={(at - from) / 1000}
        onInput={({ currentTarget }) => playback.seek(from + Number(currentTarget.value) * 1000)}
      />
      <p class="replay-ends soft">
        <span>{times.dayMinute(from)}</span>
        <span>{times.dayMinute(playback.span.to)}</span>
      </p>
      <div class="replay-foot">
        <p class="soft small replay-hint">{own.hint}</p>
        <RangeChoice key={times.zone} store={store} span={playback.span} />
      </div>
    </section>
  );
}
