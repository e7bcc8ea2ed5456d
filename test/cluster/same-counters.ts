import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { Scope } from '../../server/protocol/client-messages.ts';
import type { Counters } from '../../server/protocol/server-messages.ts';
import { SOON } from '../support/soon.ts';
import type { Tenant } from '../support/tenant.ts';

export type Figures = Omit<Counters, 'epoch' | 'seq'>;

async function figuresOf(tenant: Tenant, scope: Scope): Promise<Figures> {
  const { epoch: _epoch, seq: _seq, ...figures } = await tenant.counters(scope);
  return figures;
}

/** The counters that all nodes give, asked until they are as of the same millisecond: some figures go on with time. */
export async function sameCounters(tenants: readonly Tenant[], scope: Scope): Promise<Figures> {
  const until = performance.now() + SOON.timeout;
  for (;;) {
    const [first, ...others] = await Promise.all(tenants.map((tenant) => figuresOf(tenant, scope)));
    if (first === undefined) throw new Error('no node was asked');
    if (others.every((other) => isDeepStrictEqual(other, first))) return first;
    if (performance.now() > until) for (const other of others) expect(other).toEqual(first);
    await setTimeout(1);
  }
}
