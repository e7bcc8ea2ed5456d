import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Allowed } from './allowed.ts';

/** A connection that was not made, because of where it would have led. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';
  readonly code = 'FORBIDDEN_ADDRESS';
}

/** All addresses of a name. */
export type Resolve = (
  hostname: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

export const resolveBySystem: Resolve = (hostname, done) => {
  systemLookup(hostname, { all: true, verbatim: true }, (error, addresses) => done(error, addresses ?? []));
};

/**
 * A `lookup` for sockets that gives out only addresses which may be connected to. The socket connects to what was checked and
 * asks nobody again, so an answer that changes in between (DNS rebinding) changes nothing. One forbidden address in an answer
 * spoils it: a name with a private address beside a public one is made to be tried twice.
 */
export function guardedLookup(allowed: Allowed, resolve: Resolve = resolveBySystem): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      const refused = error ?? refusal(addresses, { hostname, allowed });
      if (refused !== null) return callback(refused, []);
      const [first] = addresses;
      if (options.all === true) callback(null, [...addresses]);
      else callback(null, first?.address ?? '', first?.family);
    });
  };
}

interface Asked {
  readonly hostname: string;
  readonly allowed: Allowed;
}

function refusal(addresses: readonly LookupAddress[], { hostname, allowed }: Asked): Error | null {
  if (addresses.length === 0) return new Error('the name has no address');
  if (allowed.host(hostname) || addresses.every(({ address }) => allowed.address(address))) return null;
  return new ForbiddenAddressError('the name leads to an address that is not on the public internet');
}
