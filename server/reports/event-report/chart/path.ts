/** A place of a drawing; null: nothing is known there. */
export type Place = readonly [x: number, y: number] | null;

/** Stretches of what is known, each without a gap. */
export function stretches(places: readonly Place[]): (readonly [x: number, y: number])[][] {
  const runs: (readonly [x: number, y: number])[][] = [];
  let isOpen = false;
  for (const place of places) {
    if (place !== null) {
      if (!isOpen) runs.push([]);
      runs.at(-1)?.push(place);
    }
    isOpen = place !== null;
  }
  return runs;
}

const pointsOf = (run: readonly (readonly [number, number])[]) => run.map(([x, y]) => `${x} ${y}`).join('L');

/** A line through what is known; a place alone becomes a dot, where lines have round ends. */
export function linePath(places: readonly Place[]): string {
  return stretches(places)
    .map((run) => `M${pointsOf(run)}${run.length === 1 ? 'h0' : ''}`)
    .join('');
}

/** What lies between that line and a base. */
export function areaPath(places: readonly Place[], base: number): string {
  return stretches(places)
    .map((run) => `M${run[0]?.[0]} ${base}L${pointsOf(run)}V${base}Z`)
    .join('');
}
