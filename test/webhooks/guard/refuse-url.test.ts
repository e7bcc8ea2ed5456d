import { describe, expect, it } from 'vitest';
import { Allowed } from '../../../server/webhooks/guard/allowed.ts';
import { refuseUrl } from '../../../server/webhooks/guard/refuse-url.ts';

const nobody = new Allowed();

const PRIVATE = [
  ['loopback', '127.0.0.1'],
  ['loopback, another', '127.255.0.9'],
  ['one decimal number', '2130706433'],
  ['hexadecimal', '0x7f000001'],
  ['hexadecimal in parts', '0x7f.1'],
  ['octal', '0177.0.0.1'],
  ['octal with many zeros', '00000177.0.0.1'],
  ['short', '127.1'],
  ['with a dot at the end', '127.0.0.1.'],
  ['in full width digits', '１２７.0.0.1'],
  ['with ideographic dots', '127。0。0。1'],
  ['percent-encoded', '%31%32%37.0.0.1'],
  ['this network', '0.0.0.0'],
  ['this network, short', '0'],
  ['RFC 1918, 10', '10.1.2.3'],
  ['RFC 1918, 172', '172.31.255.255'],
  ['RFC 1918, 192', '192.168.1.1'],
  ['shared by carriers', '100.64.0.1'],
  ['metadata of most clouds', '169.254.169.254'],
  ['metadata as a number', '2852039166'],
  ['metadata of Alibaba', '100.100.100.200'],
  ['metadata of Azure', '168.63.129.16'],
  ['metadata of Oracle', '192.0.0.192'],
  ['documentation', '203.0.113.7'],
  ['benchmarks', '198.18.0.1'],
  ['multicast', '239.1.2.3'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['IPv6 loopback', '[::1]'],
  ['IPv6 loopback, long', '[0:0:0:0:0:0:0:1]'],
  ['IPv6 unspecified', '[::]'],
  ['IPv4-mapped', '[::ffff:169.254.169.254]'],
  ['IPv4-mapped, hexadecimal', '[::ffff:7f00:1]'],
  ['IPv4-compatible', '[::127.0.0.1]'],
  ['IPv4-translated', '[::ffff:0:127.0.0.1]'],
  ['NAT64', '[64:ff9b::7f00:1]'],
  ['NAT64, local', '[64:ff9b:1::a00:1]'],
  ['6to4', '[2002:7f00:1::1]'],
  ['Teredo', '[2001:0:4136:e378:8000:63bf:3fff:fdd2]'],
  ['link-local', '[fe80::1]'],
  ['site-local', '[fec0::1]'],
  ['unique local', '[fd00:ec2::254]'],
  ['unique local, fc', '[fc00::1]'],
  ['IPv6 multicast', '[ff02::1]'],
  ['IPv6 documentation', '[2001:db8::1]'],
  ['IPv6 documentation, new', '[3fff::1]'],
  ['IPv6 discard', '[100::1]'],
  ['IPv6 that nobody was given', '[4000::1]'],
  ['localhost', 'localhost'],
  ['localhost with a dot', 'localhost.'],
  ['localhost in capitals', 'LOCALHOST'],
  ['localhost in circled letters', 'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ'],
  ['localhost with a soft hyphen', 'local\u00adhost'],
  ['below localhost', 'a.localhost'],
  ['metadata by name', 'metadata.google.internal'],
  ['metadata by name, with a dot', 'metadata.google.internal.'],
  ['a name without a domain', 'intranet'],
  ['multicast DNS', 'printer.local'],
  ['at home', 'router.home.arpa'],
];

describe('the URL of a webhook', () => {
  it.each(PRIVATE)('is refused: %s (%s)', (_, host) => {
    expect(refuseUrl(`https://${host}/hook`, nobody)).toBe('must be on the public internet');
  });

  it.each([
    ['no URL', 'hooks', 'must be an absolute URL'],
    ['a relative one', '/hook', 'must be an absolute URL'],
    ['an impossible address', 'https://256.256.256.256/', 'must be an absolute URL'],
    ['a file', 'file:///etc/passwd', 'must be an https URL'],
    ['gopher', 'gopher://example.com/', 'must be an https URL'],
    ['ftp', 'ftp://example.com/', 'must be an https URL'],
    ['no TLS', 'http://example.com/', 'must be an https URL'],
    ['a user', 'https://user@example.com/', 'must not carry a user name or password'],
    ['a password', 'https://user:word@example.com/', 'must not carry a user name or password'],
    ['a host that looks like a user', 'https://example.com@127.0.0.1/', 'must not carry'],
    ['ssh', 'https://example.com:22/', 'must not use port 22'],
    ['mail', 'https://example.com:25/', 'must not use port 25'],
    ['Redis', 'https://example.com:6379/', 'must not use port 6379'],
    ['a long one', `https://example.com/${'a'.repeat(2048)}`, 'must have at most 2048 characters'],
  ])('is refused: %s', (_, url, reason) => {
    expect(refuseUrl(url, nobody)).toContain(reason);
  });

  it.each([
    'https://example.com',
    'https://example.com:8443/hook?token=1#part',
    'https://EXAMPLE.com./hook',
    'https://8.8.8.8/hook',
    'https://134744072/hook',
    'https://[2606:4700::1111]/hook',
    'https://xn--bcher-kva.example/hook',
    'https://bücher.example/hook',
    'https://localhost.example.com/hook',
    'https://internal.example.com/hook',
  ])('is taken: %s', (url) => {
    expect(refuseUrl(url, nobody)).toBeNull();
  });
});

describe('what is allowed inside', () => {
  const inside = new Allowed(['127.0.0.0/8', 'Hooks.internal', '10.0.0.5', 'fd12::/16', 'ops']);

  it.each([
    'http://127.0.0.1:40001/hook',
    'http://2130706433/hook',
    'https://[::ffff:127.0.0.1]/hook',
    'http://hooks.internal:9999/hook',
    'https://HOOKS.INTERNAL./hook',
    'http://10.0.0.5/hook',
    'http://[fd12::1]/hook',
    'http://ops/hook',
  ])('is taken: %s', (url) => {
    expect(refuseUrl(url, inside)).toBeNull();
  });

  it.each([
    'http://10.0.0.6/hook',
    'https://128.0.0.1.localhost/hook',
    'https://a.hooks.internal/hook',
    'https://hooks.internal.localhost/hook',
    'http://hooks.internal:6379/hook',
    'http://user@127.0.0.1/hook',
    'https://[fd13::1]/hook',
    'http://hooks.internal.example.com/hook',
  ])('is nothing else: %s', (url) => {
    expect(refuseUrl(url, inside)).not.toBeNull();
  });

  it.each([
    '10.0.0.0/33',
    'a b',
    'https://hooks.internal',
    'hooks.internal:80',
    'hooks.internal/24',
    'a@b',
    '*.internal',
  ])('is exact, so this is refused: %s', (entry) => {
    expect(() => new Allowed([entry])).toThrow(RangeError);
  });
});
