import type { Times } from '../../format/times.ts';
import type { ChangeAnswer, SpanFigures } from '../../rest/history-answers.ts';
import { historyTexts } from '../../texts/history.ts';
import { usePage } from '../page-context.ts';

const own = historyTexts.figures;

type RowName = keyof typeof own.rows;

const ROWS = Object.keys(own.rows) as RowName[];

function figureOf(figures: SpanFigures, row: RowName): number | null {
  if (row === 'peak') return figures.peak.value;
  if (row !== 'engagement') return figures[row];
  const { engagement } = figures;
  return engagement && Object.values(engagement).reduce((sum, count) => sum + count, 0);
}

function useWriter() {
  const { numbers, durations } = usePage().formats;
  return (row: RowName, value: number | null): string => {
    if (value === null) return own.unknown;
    if (row === 'watchSeconds' || row === 'averageWatchSeconds') return durations.span(value);
    return row === 'engagedPercent' ? numbers.share(value / 100) : numbers.count(value);
  };
}

function Change({ change }: { change: ChangeAnswer | undefined }) {
  const { numbers } = usePage().formats;
  if (change?.percent == null) return <td class="soft">{own.unknown}</td>;
  return (
    <td>
      <span aria-hidden="true">{change.percent === 0 ? '' : change.percent > 0 ? '▲ ' : '▼ '}</span>
      {numbers.change(change.percent)} %
    </td>
  );
}

export interface FiguresSide {
  readonly title: string;
  /** ms */
  readonly from: number;
  readonly to: number;
  readonly figures: SpanFigures | null;
}

export interface FiguresTableProps {
  readonly a: FiguresSide;
  readonly b: FiguresSide;
  readonly change: Readonly<Record<string, ChangeAnswer>>;
  readonly times: Times;
}

function SideHead({ side, times }: { side: FiguresSide; times: Times }) {
  return (
    <th scope="col">
      {side.title}
      <span class="tile-note">{own.span(times.dayMinute(side.from), times.dayMinute(side.to))}</span>
    </th>
  );
}

/** Two spans side by side, and what became of each figure. */
export function FiguresTable({ a, b, change, times }: FiguresTableProps) {
  const write = useWriter();
  return (
    <div class="table-scroll">
      <table class="figures-table">
        <thead>
          <tr>
            <th scope="col">{own.figure}</th>
            <SideHead side={a} times={times} />
            <SideHead side={b} times={times} />
            <th scope="col">{own.change}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map((row) => (
            <tr key={row}>
              <th scope="row">{own.rows[row]}</th>
              <td data-testid={`a-${row}`}>
                <strong>{write(row, a.figures && figureOf(a.figures, row))}</strong>
              </td>
              <td data-testid={`b-${row}`}>{write(row, b.figures && figureOf(b.figures, row))}</td>
              <Change change={change[row]} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
