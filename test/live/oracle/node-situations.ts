import type { Entry, StartChange } from '../../../server/live/changes.ts';
import type { OracleSlice } from './model.ts';
import { STANDSTILL } from './model.ts';
import type { OracleIncarnation } from './nodes.ts';
import type { Oracle, OracleApplied } from './oracle.ts';

/** Names of what happens to nodes in a trace, entry by entry. */
export class NodeSituations {
  readonly #oracle: Oracle;
  /** On which nodes somebody was who is awaited. */
  readonly #awaited = new Map<OracleSlice, string>();
  readonly #seated = new Map<OracleSlice, string>();
  /** Slices that the end of an incarnation left waiting. */
  readonly #orphans = new Set<OracleSlice>();
  readonly #withPeople = new Set<string>();
  #leader: string | null = null;

  constructor(oracle: Oracle) {
    this.#oracle = oracle;
  }

  before(entry: Entry): string[] {
    const { nodes, presence, times } = this.#oracle;
    const own = nodes.running.find(({ name }) => name === entry.incarnation);
    this.#withPeople.clear();
    for (const { name } of nodes.running) {
      if (presence.connectionsOf(name).length > 0) this.#withPeople.add(name);
    }
    const gap = own && entry.time - (own.times.at(-1) ?? 0);
    return [
      ...(own && entry.number > own.times.length + 1 ? ['number left out'] : []),
      ...(gap === 899 || gap === 900 ? [`entries ${gap} ms apart`] : []),
      ...this.#atStart(entry, times.at(-1) ?? 0),
    ];
  }

  after(entry: Entry, { skipped, endings, standstill }: OracleApplied): string[] {
    const { nodes, times } = this.#oracle;
    const before = times.at(-2) ?? entry.time;
    const dead = endings.filter(({ why }) => why === 'dead').map(({ incarnation }) => incarnation);
    const leader = nodes.running[0]?.name ?? null;
    const changesLeader = this.#leader !== null && leader !== null && leader !== this.#leader;
    this.#leader = leader;
    return [
      ...(skipped === null ? [] : [`skipped ${skipped}`]),
      ...(skipped === 'ended' && entry.number > 1 && entry.changes.length > 0 ? ['late changes'] : []),
      ...(skipped !== null && standstill ? ['standstill that ends with what does not count'] : []),
      ...endings.map(({ why }) => `end: ${why}`),
      ...endings
        .filter(({ incarnation: { name } }) => this.#withPeople.has(name))
        .map(({ why }) => `end with people: ${why}`),
      ...(dead.length > 1 ? ['two deaths at once'] : []),
      ...(dead.some((one) => this.#hasSleptOver(one)) ? ['death after a standstill'] : []),
      ...(changesLeader ? ['another leader'] : []),
      ...(nodes.isSpared ? ['spared by a standstill'] : []),
      ...(standstill && entry.time - before <= STANDSTILL && before < entry.time ? ['start alone'] : []),
      ...this.#people(endings.map(({ incarnation }) => incarnation.node)),
    ];
  }

  #atStart({ number, changes: [start], time }: Entry, last: number): string[] {
    const { nodes } = this.#oracle;
    if (number !== 1 || start?.kind !== 'start' || last === 0) return [];
    const known = nodes.generationOf(start.node, time);
    const earlier = nodes.all.filter(({ node }) => node === start.node).map(({ generation }) => generation);
    if (start.generation <= known) return ['start of an old generation'];
    return [
      ...(start.generation <= Math.max(0, ...earlier) ? ['generation forgotten'] : []),
      ...this.#rulesOf(start),
    ];
  }

  #rulesOf({ node, rules }: StartChange): string[] {
    const { nodes } = this.#oracle;
    if (nodes.rules === null || rules === nodes.rules) return [];
    if (rules < nodes.rules) return ['start of lower rules'];
    const othersRun = nodes.running.some((one) => one.node !== node);
    return [othersRun ? 'start of higher rules' : 'start that raises the rules'];
  }

  #hasSleptOver({ times }: OracleIncarnation): boolean {
    const last = times.at(-1) ?? 0;
    return this.#oracle.runs.some(({ start }) => start > last);
  }

  #people(ended: readonly string[]): string[] {
    const found: string[] = [];
    for (const slice of this.#oracle.presence.slices) {
      const nodes = new Set(slice.seats.map(({ connection }) => this.#nodeOf(connection)));
      if (nodes.size > 1) found.push('on two nodes at once');
      found.push(...this.#follow(slice, [...nodes][0], ended));
    }
    return found;
  }

  #follow(slice: OracleSlice, now: string | undefined, ended: readonly string[]): string[] {
    const was = this.#awaited.get(slice);
    const isOrphan = this.#orphans.has(slice);
    if (now !== undefined) {
      this.#seated.set(slice, now);
      this.#awaited.delete(slice);
      this.#orphans.delete(slice);
      if (was === undefined) return [];
      const place = was === now ? 'on the same node' : 'on another node';
      return [`resumed ${place}${isOrphan ? ' after its end' : ''}`];
    }
    const seat = this.#seated.get(slice);
    if (slice.ended) return isOrphan && this.#orphans.delete(slice) ? ['window ended after the end'] : [];
    if (seat === undefined || was !== undefined) return [];
    this.#awaited.set(slice, seat);
    if (ended.includes(seat)) this.#orphans.add(slice);
    return [];
  }

  #nodeOf(connection: string): string {
    const name = connection.slice(0, connection.indexOf(' '));
    return this.#oracle.nodes.all.find((one) => one.name === name)?.node ?? '?';
  }
}
