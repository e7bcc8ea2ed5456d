import { deepStrictEqual, strictEqual } from 'node:assert';
import type { Entry } from '../../../server/live/changes.ts';
import { Live } from '../../../server/live/live.ts';
import { stateHash } from '../state-hash.ts';
import { Oracle } from './oracle.ts';

/** Live restored from its snapshot, written as JSON after entry `at`, must go on exactly as the one that ran through. */
export function compareRestored(entries: readonly Entry[], at: number): void {
  const through = new Live();
  const oracle = new Oracle();
  for (const entry of entries.slice(0, at + 1)) {
    through.apply(entry);
    oracle.apply(entry);
  }
  const snapshot = through.snapshot();
  const restored = Live.restore(JSON.parse(JSON.stringify(snapshot)));
  strictEqual(stateHash(restored.snapshot()), stateHash(snapshot), `the state after entry ${at}`);
  for (const entry of entries.slice(at + 1)) {
    deepStrictEqual(restored.apply(entry), through.apply(entry), `entry ${entry.position}`);
    oracle.apply(entry);
    sameFigures(oracle, entry.time, [through, restored]);
  }
  strictEqual(stateHash(restored.snapshot()), stateHash(through.snapshot()), 'the state at the end');
}

function sameFigures(oracle: Oracle, at: number, [through, restored]: readonly [Live, Live]): void {
  for (const { org, kind, id } of oracle.catalogue.scopes) {
    const key = through.scopeOf(org, kind, id);
    strictEqual(restored.scopeOf(org, kind, id), key);
    if (key !== undefined)
      deepStrictEqual(restored.figures(key, at), through.figures(key, at), `${org} ${kind} ${id}`);
  }
}
