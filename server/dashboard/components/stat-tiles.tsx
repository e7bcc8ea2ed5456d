import type { Counters } from '../../protocol/server-messages.ts';
import { texts } from '../texts.ts';
import { usePage } from './page-context.ts';
import { StatTile } from './stat-tile.tsx';

/** Peaks and uniques of an organization begin anew each UTC day, those of others never. */
function labels(scope: string) {
  return scope.startsWith('organization:')
    ? { peak: texts.figure.peakToday, uniques: texts.tiles.uniquesToday }
    : { peak: texts.figure.peak, uniques: texts.tiles.uniques };
}

export interface PeakTileProps {
  readonly label: string;
  /** Null: nothing is known yet. */
  readonly counters: Pick<Counters, 'peak' | 'at'> | null;
}

export function PeakTile({ label, counters }: PeakTileProps) {
  const { formats } = usePage();
  if (!counters) return <StatTile label={label} value={texts.nothing} />;
  const { peak, at } = counters;
  const note =
    peak.at === null
      ? texts.figure.noPeak
      : texts.figure.at(formats.times.moment(Date.parse(peak.at), Date.parse(at)));
  return <StatTile label={label} value={formats.numbers.count(peak.value)} note={note} />;
}

function WatchTile({ counters }: { counters: Counters | null }) {
  const { durations } = usePage().formats;
  const seconds = counters?.watchSeconds ?? null;
  const each = counters && counters.uniques > 0 ? counters.watchSeconds / counters.uniques : null;
  return (
    <StatTile
      label={texts.tiles.watchTime}
      value={seconds === null ? texts.nothing : durations.span(seconds)}
      note={each === null ? undefined : texts.tiles.perAttendee(durations.span(each))}
      noteHint={texts.tiles.watchTimeHint}
    />
  );
}

/** `counters` null: nothing is known yet. */
export function StatTiles({ scope, counters }: { scope: string; counters: Counters | null }) {
  const { numbers } = usePage().formats;
  const count = (value: number | undefined) => (value === undefined ? texts.nothing : numbers.count(value));
  const names = labels(scope);
  return (
    <dl class="tiles">
      <PeakTile label={names.peak} counters={counters} />
      <StatTile label={texts.tiles.joins} value={count(counters?.minute.joins)} />
      <StatTile label={texts.tiles.leaves} value={count(counters?.minute.leaves)} />
      <StatTile label={names.uniques} value={count(counters?.uniques)} />
      <StatTile label={texts.tiles.connections} value={count(counters?.connections)} />
      <WatchTile counters={counters} />
    </dl>
  );
}
