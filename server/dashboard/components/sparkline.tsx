const WIDTH = 120;
const HEIGHT = 28;

/** A step of the line, and the end of each run that a gap breaks. */
function pathOf(values: readonly (number | null)[], top: number): string {
  const stepX = values.length > 1 ? WIDTH / (values.length - 1) : 0;
  let isDrawing = false;
  return values
    .map((value, index) => {
      if (value === null) {
        isDrawing = false;
        return '';
      }
      const command = isDrawing ? 'L' : 'M';
      isDrawing = true;
      return `${command}${(index * stepX).toFixed(1)} ${(HEIGHT - 2 - (value / top) * (HEIGHT - 4)).toFixed(1)}`;
    })
    .join('');
}

/** A small curve, for the eye only; null is a gap. Its figures stand beside it. */
export function Sparkline({ values }: { values: readonly (number | null)[] }) {
  const top = Math.max(1, ...values.map((value) => value ?? 0));
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <path d={pathOf(values, top)} />
    </svg>
  );
}
