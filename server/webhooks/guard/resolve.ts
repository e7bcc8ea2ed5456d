import { promises as dns, type LookupAddress, lookup } from 'node:dns';
import { promisify } from 'node:util';
import type { Allowed } from './allowed.ts';

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export interface ResolverOptions {
  readonly allowed: Allowed;
  /** DNS servers, `address:port`. @default the system's */
  readonly servers?: readonly string[] | undefined;
}

const TIMEOUT_MS = 3000;
const TRIES = 2;

const systemLookup = promisify(lookup);

/**
 * Asks DNS by itself. The system's own look-up takes a thread of the pool for as long as a name server keeps silent, and the
 * file of record needs these threads. It is asked only for names that were allowed and are not in DNS, such as those of /etc/hosts.
 */
export function resolver({ allowed, servers }: ResolverOptions): Resolve {
  const own = new dns.Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers !== undefined) own.setServers(servers);
  return async (hostname) => {
    const asked = await Promise.allSettled([own.resolve4(hostname), own.resolve6(hostname)]);
    const found = asked.flatMap((answer, index) => {
      if (answer.status === 'rejected') return [];
      return answer.value.map((address) => ({ address, family: index === 0 ? 4 : 6 }));
    });
    if (found.length > 0) return found;
    const [failure] = asked.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    if (!isUnknown(failure) || !allowed.host(hostname)) throw failure;
    return systemLookup(hostname, { all: true });
  };
}

function isUnknown(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'ENOTFOUND' || error.code === 'ENODATA')
  );
}
