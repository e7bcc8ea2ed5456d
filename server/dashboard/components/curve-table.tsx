import { useSignal } from '@preact/signals';
import type { CurveColumns } from '../chart/curve-columns.ts';
import { texts } from '../texts.ts';
import { usePage } from './page-context.ts';

const ROWS = 15;
const FIGURES = ['average', 'minimum', 'peak', 'joins', 'leaves', 'uniques'] as const;

function Row({ columns, index }: { columns: CurveColumns; index: number }) {
  const { numbers, times } = usePage().formats;
  const point = columns.points[index];
  return (
    <tr>
      <th scope="row">{times.minute((columns.seconds[index] ?? 0) * 1000)}</th>
      {point ? (
        FIGURES.map((figure) => <td key={figure}>{numbers.average(point[figure] ?? 0)}</td>)
      ) : (
        <td colSpan={FIGURES.length}>{texts.curve.noData}</td>
      )}
    </tr>
  );
}

/** The newest minutes in figures, for who cannot or does not want to read a chart. */
export function CurveTable({ columns }: { columns: CurveColumns }) {
  const open = useSignal(false);
  const last = columns.seconds.length - 1;
  const indexes = Array.from({ length: Math.min(ROWS, last + 1) }, (_, back) => last - back);
  return (
    <details
      class="curve-table"
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>{texts.curve.table}</summary>
      {open.value && (
        <div class="table-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.curve.minute}</th>
                {FIGURES.map((figure) => (
                  <th key={figure} scope="col">
                    {texts.curve[figure]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {indexes.map((index) => (
                <Row key={columns.seconds[index]} columns={columns} index={index} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
