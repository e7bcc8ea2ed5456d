import type { Entry } from '../../../server/live/changes.ts';
import { Live } from '../../../server/live/live.ts';
import { organizationFacts, sessionFacts, sliceFacts, sliceLine } from './facts.ts';
import { figuresOf, slicesOf } from './figures.ts';
import { LiveRecord } from './live-record.ts';
import type { OracleFigures, ScopeName } from './model.ts';
import { DAY } from './model.ts';
import { Oracle } from './oracle.ts';
import { closedMinutes, nameOf, peaks, seen, watched } from './totals.ts';
import { watchMs } from './watch.ts';

/** Watch time runs on between entries. */
const LATER = 700;

/** Runs a trace through live and the oracle. Throws with every difference of the first entry that has one, or of the end. */
export function compareTrace(entries: readonly Entry[]): void {
  const run = new Comparison();
  for (const [index, entry] of entries.entries()) {
    run.step(entry);
    if (run.differences.length > 0) throw new Error(explain(run.differences, entries.slice(0, index + 1)));
  }
  run.end();
  if (run.differences.length > 0) throw new Error(explain(run.differences, entries));
}

function explain(differences: readonly string[], entries: readonly Entry[]): string {
  const lines = entries.map(
    ({ time, incarnation, number, changes }, index) =>
      `${index} ${time} ${incarnation} ${number} ${JSON.stringify(changes)}`,
  );
  return `${differences.slice(0, 20).join('\n')}\nafter the entries:\n${lines.join('\n')}`;
}

const TOLD = ['concurrent', 'connections', 'peak', 'byMode', 'byCountry', 'visibility'] as const;
const TOLD_OF_MINUTE = ['peak', 'minimum', 'joins', 'leaves', 'uniques'] as const;

interface Told {
  readonly figures: OracleFigures;
  readonly capacity: number | null;
  readonly version: number;
}

class Comparison {
  readonly differences: string[] = [];
  readonly #live = new Live();
  readonly #oracle = new Oracle();
  readonly #told = new Map<number, Told>();
  readonly #record = new LiveRecord();

  step(entry: Entry): void {
    const first = this.#live.time === null;
    const { outcomes, effects, standstill, skipped, ended } = this.#live.apply(entry);
    const expected = this.#oracle.apply(entry);
    for (const effect of effects) this.#record.add(effect);
    this.#same('outcomes', expected.outcomes, outcomes);
    this.#same('skipped', expected.skipped, skipped);
    const endings = expected.endings.map(({ incarnation }) => incarnation.name);
    this.#same('ended', endings, ended);
    if (!first) this.#same('standstill', expected.standstill, standstill);
    this.#nodes();
    this.#same('time', entry.time, this.#live.time);
    for (const scope of this.#oracle.catalogue.scopes) this.#figures(scope, entry.time);
  }

  #nodes(): void {
    const { nodes } = this.#oracle;
    this.#same('rules', nodes.rules, this.#live.rules);
    this.#same('leader', nodes.running[0]?.name ?? null, this.#live.leader);
    for (const node of new Set(nodes.all.map((one) => one.node))) {
      this.#same(`generation of ${node}`, nodes.generationOf(node), this.#live.generationOf(node));
    }
  }

  end(): void {
    const oracle = this.#oracle;
    const record = this.#record;
    this.#same('faults', [], record.faults);
    this.#sameEntries('organization', organizationFacts(oracle), record.organizations);
    this.#sameEntries('session', sessionFacts(oracle), record.sessions);
    this.#sameEntries('minute', closedMinutes(oracle), record.minutes);
    this.#sameEntries('peak', peaks(oracle), record.peaks);
    this.#sameEntries('watched', watched(oracle), this.#watched());
    this.#sameSets('seen', [...seen(oracle)], [...record.seen]);
    const lines = oracle.presence.slices.map((slice) => sliceLine(sliceFacts(slice)));
    this.#sameSets('slice', lines, [...record.slices.values()].map(sliceLine));
    this.#same('engaged', oracle.engaged, record.engaged);
    this.#same('expelled', oracle.blocks.expelled, record.expelled);
    this.#sameSets('key', [...oracle.keys.keys()], [...record.keys]);
    this.#sameEntries('block', oracle.blocks.ends, record.blocks);
    const scopes = oracle.catalogue.scopes.map(nameOf);
    this.#sameSets('scope', scopes, [...record.names.values()]);
  }

  /** What live last said, of organizations of today; zeros may be left unsaid. */
  #watched(): Map<string, unknown> {
    const today = Math.floor((this.#oracle.times.at(-1) ?? 0) / DAY);
    const said = [...this.#record.watched].filter(
      ([key, { ms }]) => ms > 0 && (!key.includes('/organization:') || key.endsWith(` day ${today}`)),
    );
    return new Map(said);
  }

  #figures(scope: ScopeName, at: number): void {
    const key = this.#live.scopeOf(scope.org, scope.kind, scope.id);
    if (key === undefined) {
      this.differences.push(`${nameOf(scope)}: live does not know it`);
      return;
    }
    const live = this.#live.figures(key, at);
    const expected = figuresOf(this.#oracle, scope);
    if (!isSame(expected, live)) this.#eachField(nameOf(scope), expected, live);
    this.#noticed(key, nameOf(scope), live);
    if (expected.concurrent > 0) this.#later(scope, key, at + LATER);
  }

  #eachField(scope: string, expected: OracleFigures, live: OracleFigures): void {
    for (const field of Object.keys({ ...expected, ...live })) {
      this.#same(`${scope} ${field}`, Reflect.get(expected, field), Reflect.get(live, field));
    }
  }

  #later(scope: ScopeName, key: number, at: number): void {
    if (at % DAY < LATER) return;
    const watched = watchMs(slicesOf(this.#oracle, scope), at, scope.kind === 'organization');
    this.#same(`${nameOf(scope)} watchMs ${LATER} ms later`, watched, this.#live.figures(key, at).watchMs);
  }

  /** What subscribers are told about must change the version; the turn of a minute they see by themselves. */
  #noticed(key: number, scope: string, figures: OracleFigures): void {
    const now = { figures, capacity: this.#live.capacityOf(key), version: this.#live.versionOf(key) };
    const before = this.#told.get(key);
    this.#told.set(key, now);
    if (before?.version !== now.version || before.figures.minute.start !== figures.minute.start) return;
    if (before.capacity === now.capacity && isToldAlike(before.figures, figures)) return;
    const [was, is] = [JSON.stringify(before), JSON.stringify(now)];
    this.differences.push(`${scope}: live keeps its version, but was ${was} and is ${is}`);
  }

  #same(what: string, oracle: unknown, live: unknown): void {
    if (isSame(oracle, live)) return;
    this.differences.push(`${what}: oracle ${JSON.stringify(oracle)}, live ${JSON.stringify(live)}`);
  }

  #sameEntries(what: string, oracle: ReadonlyMap<string, unknown>, live: ReadonlyMap<string, unknown>): void {
    for (const key of new Set([...oracle.keys(), ...live.keys()])) {
      this.#same(`${what} ${key}`, oracle.get(key), live.get(key));
    }
  }

  #sameSets(what: string, oracle: readonly string[], live: readonly string[]): void {
    const missing = without(oracle, live).map((line) => `${what}: only the oracle has ${line}`);
    this.differences.push(
      ...missing,
      ...without(live, oracle).map((line) => `${what}: only live has ${line}`),
    );
  }
}

/** What `from` has more often than `of`. */
function without(from: readonly string[], of: readonly string[]): string[] {
  const left = [...of];
  return from.filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** Alike in all but what goes on with time by itself. */
function isToldAlike(a: OracleFigures, b: OracleFigures): boolean {
  return (
    TOLD.every((field) => isSame(a[field], b[field])) &&
    TOLD_OF_MINUTE.every((field) => a.minute[field] === b.minute[field])
  );
}

/** Deep equality; averages to a millionth, since sums of fractions depend on their order. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) < 1e-6;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => isSame(Reflect.get(a, key), Reflect.get(b, key)));
}
