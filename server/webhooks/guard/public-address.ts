import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Azure's wire server: the one metadata service that lies in public space. */
const AZURE_METADATA = '168.63.129.16';

/** What IANA gives out for global use (RFC 4291 2.4). Whatever else looks like unicast is nobody's, or stands for IPv4. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address is one on the public internet. Private, local, shared, documentation, multicast and reserved ones are
 * not, nor is an IPv6 address that carries an IPv4 one (compatible, translated, NAT64, 6to4, Teredo), whatever it carries.
 */
export function isPublicAddress(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  if (address.kind() === 'ipv6') return address.match(GLOBAL_UNICAST);
  return address.toString() !== AZURE_METADATA;
}

/**
 * An address in the form in which URLs and sockets have it; a mapped one is the IPv4 address to which it connects.
 * Undefined when it is none.
 */
export function parseAddress(text: string): Address | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare);
  return ipaddr.IPv6.isValid(bare) ? ipaddr.process(bare) : undefined;
}
