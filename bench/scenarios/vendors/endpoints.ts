import { tokenFor } from '../../load/tokens.ts';
import { askWith, type Latency, latencyOf } from '../../runner/asking.ts';
import type { Figure, Goal, Measured, Stage } from '../../runner/figure.ts';
import { startOverHistory } from '../../runner/headcount.ts';
import { openRaw } from '../../runner/raw-sql.ts';
import { type Targets, targetsOf } from './targets.ts';

/** Paths below the vendor's base, to be asked one after the other. */
export type Paths = (targets: Targets) => readonly string[];

export interface VendorFigure {
  readonly name: string;
  /** Of all paths. */
  readonly base: string;
  readonly headers: (token: string) => Readonly<Record<string, string>>;
  /** By the name of what is asked. */
  readonly endpoints: Readonly<Record<string, Paths>>;
  /** Those whose answers have no pages and may be of a hundred thousand people: measured, without goals. */
  readonly whole?: Readonly<Record<string, Paths>>;
}

/** No endpoint is asked for longer, so that a slow one does not take all day. */
const BUDGET_MS = 8_000;
const WARM_UP = 3;

const P50_MS = 25;
const P99_MS = 150;

const details = (name: string, { p50, p99 }: Latency) => ({ [`${name}P50`]: p50, [`${name}P99`]: p99 });

async function headcount(
  stage: Stage,
  { base, headers, endpoints, whole = {} }: VendorFigure,
): Promise<Measured> {
  const folder = stage.history();
  const targets = await targetsOf(folder);
  const server = await startOverHistory(stage, folder);
  const sent = headers(tokenFor('operator', 'admin'));
  const get = async (path: string) => (await askWith(server, base + path, sent)).arrayBuffer();
  let slowest = 0;
  const measured: Record<string, number> = {};
  for (const [name, paths] of Object.entries({ ...endpoints, ...whole })) {
    const latency = await latencyOf(paths(targets), get, { warmUp: WARM_UP, budgetMs: BUDGET_MS });
    Object.assign(measured, details(name, latency));
    if (name in endpoints) slowest = Math.max(slowest, latency.p50);
  }
  return { value: slowest, details: measured };
}

const PAGE = `
SELECT t.*, a.id, a.name, a.email FROM attendance AS t CROSS JOIN attendees AS a ON a.key = t.attendee
WHERE t.scope = (SELECT key FROM events WHERE id = ?1) ORDER BY t.attendee LIMIT 100`;

/** What a list of 100 of the same event takes at least. */
async function rawSql(stage: Stage): Promise<Measured> {
  const folder = stage.history();
  const { events } = await targetsOf(folder);
  const raw = await openRaw(folder);
  const { p50, p99 } = await latencyOf(events, async (id) => JSON.stringify(await raw.all(PAGE, [id])));
  await raw.close();
  return { value: p50, details: { p99 } };
}

const goalsOf = (vendor: string, name: string): Goal[] => [
  { title: `${vendor}, ${name}, ms, p50`, of: 'headcount', detail: `${name}P50`, atMost: P50_MS },
  { title: `${vendor}, ${name}, ms, p99`, of: 'headcount', detail: `${name}P99`, atMost: P99_MS },
];

/** A figure whose value is the p50 of the slowest endpoint, with the latencies of all. */
export function vendorFigure(vendor: VendorFigure): Figure {
  return {
    name: vendor.name,
    unit: 'ms of the slowest endpoint, p50',
    variants: [
      { name: 'headcount', measure: (stage) => headcount(stage, vendor) },
      { name: 'a page of 100 of the event by SQL alone', measure: rawSql },
    ],
    goals: Object.keys(vendor.endpoints).flatMap((name) => goalsOf(vendor.name, name)),
  };
}
