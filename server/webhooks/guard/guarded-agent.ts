import { isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import type { Allowed } from './allowed.ts';
import { ForbiddenAddressError, guardedLookup } from './guarded-lookup.ts';
import { type Resolve, resolver } from './resolve.ts';

export interface GuardedAgentOptions {
  readonly allowed: Allowed;
  /** Longest time for a connection with TLS, ms. */
  readonly timeoutMs: number;
  /** @default DNS */
  readonly resolve?: Resolve | undefined;
  /** Certificates that are trusted besides the system's, PEM. */
  readonly ca?: string | undefined;
}

/** An idle connection is kept so long, ms. */
const KEEP_ALIVE_MS = 10_000;

/** Connections to addresses that were checked, whoever asks for them. It follows no redirects, and knows no proxy. */
export function guardedAgent({ allowed, timeoutMs, ca, ...options }: GuardedAgentOptions): Agent {
  const { resolve = resolver({ allowed }) } = options;
  const connect = buildConnector({
    timeout: timeoutMs,
    lookup: guardedLookup(allowed, resolve),
    ...(ca !== undefined && { ca }),
  });
  return new Agent({
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    // Bounded by the sender, not here: it counts by endpoint, and several may be of one origin.
    connections: null,
    connect: (options, callback) => {
      // A socket looks up names only.
      const isForbidden = isIP(options.hostname) !== 0 && !allowed.address(options.hostname);
      if (isForbidden) callback(new ForbiddenAddressError('not an address on the public internet'), null);
      else connect(options, callback);
    },
  });
}
