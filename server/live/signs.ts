/** Entries of one incarnation since the last one of another, as far as they prove that the other is dead. */
export interface Signs {
  count: number;
  /** Log time of the last one that was counted. */
  at: number;
}

const DEADLY = 3;
/** A sign of life is written every second; entries closer together say nothing more. */
const SPACING_MS = 900;

/** A witness has logged an entry; gives whether that proves the death of the incarnation whose signs these are. */
export function provesDeath(signs: Map<string, Signs>, witness: string, time: number): boolean {
  const known = signs.get(witness);
  if (known === undefined) {
    signs.set(witness, { count: 1, at: time });
    return false;
  }
  if (time - known.at < SPACING_MS) return false;
  known.count++;
  known.at = time;
  return known.count >= DEADLY;
}
