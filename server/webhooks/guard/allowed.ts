import ipaddr from 'ipaddr.js';
import { type Address, isPublicAddress, parseAddress } from './public-address.ts';

type Network = [Address, number];

const HOST_NAME = /^[\p{L}\p{N}_.-]+$/u;

/** Where webhooks may go besides the public internet: hosts and networks of the operator's own. */
export class Allowed {
  readonly #hosts: ReadonlySet<string>;
  readonly #networks: readonly Network[];

  /**
   * @param entries exact host names, addresses, and networks such as `10.0.0.0/8`
   * @throws RangeError that names the bad entry
   */
  constructor(entries: readonly string[] = []) {
    const parsed = entries.map((entry) => parseNetwork(entry) ?? parseHost(entry));
    this.#hosts = new Set(parsed.filter((entry) => typeof entry === 'string'));
    this.#networks = parsed.filter((entry) => typeof entry !== 'string');
  }

  /** A host that was named: it is reached wherever its name leads, and without TLS, too. */
  host(hostname: string): boolean {
    const address = parseAddress(hostname);
    return address === undefined ? this.#hosts.has(bareHost(hostname)) : this.#isInside(address);
  }

  /** An address that may be connected to. */
  address(text: string): boolean {
    const address = parseAddress(text);
    return address !== undefined && (isPublicAddress(address) || this.#isInside(address));
  }

  #isInside(address: Address): boolean {
    return this.#networks.some(
      ([network, bits]) => network.kind() === address.kind() && address.match([network, bits]),
    );
  }
}

/** Without the dot of the root, which changes nothing about where a name leads. */
export function bareHost(hostname: string): string {
  return hostname.replace(/\.+$/, '').toLowerCase();
}

function parseNetwork(entry: string): Network | undefined {
  const address = parseAddress(entry);
  if (address !== undefined) return [address, address.kind() === 'ipv4' ? 32 : 128];
  if (!entry.includes('/')) return undefined;
  if (!ipaddr.isValidCIDR(entry)) throw new RangeError(`${entry} is not a network such as 10.0.0.0/8`);
  return ipaddr.parseCIDR(entry);
}

function parseHost(entry: string): string {
  const isHost = HOST_NAME.test(entry) && URL.canParse(`http://${entry}`);
  if (!isHost) throw new RangeError(`${entry} is not a host name`);
  return bareHost(new URL(`http://${entry}`).hostname);
}
