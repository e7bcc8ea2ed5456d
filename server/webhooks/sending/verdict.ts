/** `gone`: the endpoint wants nothing any more. `refused`: this message is not wanted, and trying again would change nothing. */
export type Verdict = 'delivered' | 'again' | 'refused' | 'gone';

const GONE = 410;

/** What an answer means by Standard Webhooks. Null: there was none. A redirect is a failure: nobody follows it. */
export function standardVerdict(status: number | null): Verdict {
  if (status === null) return 'again';
  if (status >= 200 && status < 300) return 'delivered';
  return status === GONE ? 'gone' : 'again';
}

/** Malformed, not authenticated, no such endpoint: Sequel does not try again after these. */
const SEQUEL_FINAL: ReadonlySet<number> = new Set([400, 401, 404]);

export function sequelVerdict(status: number | null): Verdict {
  return status !== null && SEQUEL_FINAL.has(status) ? 'refused' : standardVerdict(status);
}
