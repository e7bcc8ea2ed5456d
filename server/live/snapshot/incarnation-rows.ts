import type { Incarnations } from '../incarnations.ts';

type IncarnationRow = readonly [
  name: string,
  node: string,
  generation: number,
  windowMs: number,
  number: number,
  time: number,
  signs: readonly (readonly [witness: string, count: number, at: number])[],
];

/** Who takes part in the log, as plain JSON values. The order of the lists is part of the state. */
export interface IncarnationRows {
  readonly rules: number | null;
  readonly running: readonly IncarnationRow[];
  readonly absent: readonly (readonly [node: string, generation: number, since: number])[];
}

export function writeIncarnations({ rules, running, absent }: Incarnations): IncarnationRows {
  return {
    rules,
    running: [...running.values()].map(({ name, node, generation, windowMs, number, time, signs }) => [
      ...([name, node, generation, windowMs, number, time] as const),
      [...signs].map(([witness, { count, at }]) => [witness, count, at] as const),
    ]),
    absent: [...absent].map(([node, { generation, since }]) => [node, generation, since]),
  };
}

export function readIncarnations(incarnations: Incarnations, rows: IncarnationRows): void {
  incarnations.rules = rows.rules;
  for (const [name, node, generation, windowMs, number, time, rowsOfSigns] of rows.running) {
    const signs = new Map(rowsOfSigns.map(([witness, count, at]) => [witness, { count, at }]));
    incarnations.running.set(name, { name, node, generation, windowMs, number, time, signs });
  }
  for (const [node, generation, since] of rows.absent) incarnations.absent.set(node, { generation, since });
}
