import { PEERS } from '../../load/peers/all.ts';
import type { Peer } from '../../load/peers/peer.ts';
import type { Goal, Measured, Stage, Variant } from '../../runner/figure.ts';

/** The same measurement of each. */
export function variantsOf(measure: (peer: Peer, stage: Stage) => Promise<Measured>): Variant[] {
  return PEERS.map((peer) => ({
    name: peer.name,
    measure: (stage) => measure(peer, stage),
    ...(peer.name === 'soketi' ? { needs: 'soketi' as const } : {}),
  }));
}

/** Ours to each of theirs: no more than the best of them. What a handler takes that does nothing more is told only. */
export function againstPeers(title: string): Goal[] {
  return PEERS.filter(({ name }) => name !== 'headcount').map(({ name }) => ({
    title: `${title}, to ${name}`,
    of: 'headcount',
    against: name,
    ...(name === 'bare uWS' ? {} : { atMost: 1 }),
  }));
}
