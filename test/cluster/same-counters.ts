import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Scope } from '../../server/protocol/client-messages.ts';
import type { Counters } from '../../server/protocol/server-messages.ts';
import { SOON } from '../support/soon.ts';
import type { Tenant } from '../support/tenant.ts';

export type Figures = Omit<Counters, 'epoch' | 'seq'>;

const QUESTIONS = 8;

/** Asks a few times in a row, so that nodes are likely to be asked in the same millisecond. */
async function ask(tenant: Tenant, scope: Scope): Promise<Map<string, Figures>> {
  const answers = new Map<string, Figures>();
  for (let count = 0; count < QUESTIONS; count++) {
    const { epoch: _epoch, seq: _seq, ...figures } = await tenant.counters(scope);
    answers.set(figures.at, figures);
  }
  return answers;
}

/** The counters that all nodes give as of the same millisecond (some figures go on with time), asked until they are the same. */
export async function sameCounters(tenants: readonly Tenant[], scope: Scope): Promise<Figures> {
  const until = performance.now() + SOON.timeout;
  for (;;) {
    const [first = new Map(), ...others] = await Promise.all(tenants.map((tenant) => ask(tenant, scope)));
    const common = [...first.values()].filter(({ at }) => others.every((other) => other.has(at)));
    for (const figures of common) {
      const different = others.filter((other) => !isDeepStrictEqual(other.get(figures.at), figures));
      if (different.length === 0) return figures;
      if (performance.now() > until) expect(different[0]?.get(figures.at)).toEqual(figures);
    }
    if (performance.now() > until + SOON.timeout) throw new Error('never asked at the same time');
  }
}
