import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Allowed } from './allowed.ts';
import type { Resolve } from './resolve.ts';

/** A connection that was not made, because of where it would have led. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';
  readonly code = 'FORBIDDEN_ADDRESS';
}

/**
 * A `lookup` for sockets that gives out only addresses which may be connected to. The socket connects to what was checked and
 * asks nobody again, so an answer that changes in between (DNS rebinding) changes nothing. One forbidden address in an answer
 * spoils it: a name with a private address beside a public one is made to be tried twice.
 */
export function guardedLookup(allowed: Allowed, resolve: Resolve): LookupFunction {
  const checked = async (hostname: string): Promise<readonly [LookupAddress, ...LookupAddress[]]> => {
    const [first, ...rest] = await resolve(hostname);
    if (first === undefined) throw new Error('the name has no address');
    const all = [first, ...rest] as const;
    if (allowed.host(hostname) || all.every(({ address }) => allowed.address(address))) return all;
    throw new ForbiddenAddressError('the name leads to an address that is not on the public internet');
  };
  return (hostname, options, callback) => {
    checked(hostname).then(
      ([first, ...rest]) => {
        if (options.all === true) callback(null, [first, ...rest]);
        else callback(null, first.address, first.family);
      },
      (error) => callback(error, []),
    );
  };
}
