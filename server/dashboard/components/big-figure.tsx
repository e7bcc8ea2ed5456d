import type { Counters } from '../../protocol/server-messages.ts';
import type { Change } from '../store/day-curve.ts';
import type { Freshness } from '../store/freshness.ts';
import { texts } from '../texts.ts';
import { AgeText } from './age-text.tsx';
import { usePage } from './page-context.ts';
import { Track } from './track.tsx';

function arrow(by: number): string {
  if (by === 0) return '';
  return by > 0 ? '▲' : '▼';
}

function ChangeLine({ change }: { change: Change | null }) {
  const { numbers, times } = usePage().formats;
  if (!change) return <p class="figure-change">{texts.figure.changeUnknown}</p>;
  return (
    <p class="figure-change" title={texts.figure.changeHint(times.minute(change.since))}>
      <strong>
        <span aria-hidden="true">{arrow(change.by)} </span>
        {numbers.change(change.by)}
      </strong>{' '}
      {texts.figure.change}
    </p>
  );
}

function CapacityLine({ concurrent, capacity }: { concurrent: number; capacity: number | undefined }) {
  const { numbers } = usePage().formats;
  if (!capacity) return null;
  return (
    <p class="figure-capacity">
      <Track share={concurrent / capacity} />
      {texts.figure.capacity(numbers.share(concurrent / capacity), numbers.count(capacity))}
    </p>
  );
}

export interface BigFigureProps {
  /** Null: nothing is known yet. */
  readonly counters: Pick<Counters, 'concurrent' | 'capacity'> | null;
  readonly change: Change | null;
  readonly freshness: Freshness;
  /** Where it is not the figure of now. */
  readonly label?: string;
  /** Why there is none. */
  readonly missing?: string;
}

/** How many attendees are there now: the one number that the page is about. */
export function BigFigure({
  counters,
  change,
  freshness,
  label = texts.figure.label,
  missing = texts.figure.waiting,
}: BigFigureProps) {
  const { numbers } = usePage().formats;
  return (
    <section class="figure" aria-label={label}>
      <h2 class="figure-label">{label}</h2>
      <p class="figure-value" data-testid="concurrent">
        {counters ? numbers.count(counters.concurrent) : texts.nothing}
      </p>
      {freshness.kind === 'stale' && (
        <p class="figure-age">
          <AgeText at={freshness.at} />
        </p>
      )}
      {freshness.kind === 'current' && <ChangeLine change={change} />}
      {!counters && <p class="figure-change">{missing}</p>}
      {counters && <CapacityLine concurrent={counters.concurrent} capacity={counters.capacity} />}
    </section>
  );
}
