import { type Allowed, bareHost } from './allowed.ts';
import { parseAddress } from './public-address.ts';

const MAX_URL_LENGTH = 2048;

/** Names that never lead to the public internet (RFC 6761, RFC 8375, ICANN's list of collisions), and none at all. */
const LOCAL_NAME = /(^|\.)(localhost|local|localdomain|internal|intranet|private|lan|corp|home|home\.arpa)$/;

/** Services that would take a request for commands of their own: mail, shells, name services, data stores. */
const FORBIDDEN_PORTS: ReadonlySet<string> = new Set(
  (
    '1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 137 ' +
    '139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1433 1521 ' +
    '1719 1720 1723 2049 2375 2379 3306 3389 3659 4045 4190 5060 5061 5432 5672 6000 6379 6566 6665 6666 6667 6668 6669 ' +
    '6679 6697 9042 9092 9200 10080 11211 26379 27017'
  ).split(' '),
);

/**
 * Why webhooks may not go to this URL; null when they may. The name is not looked up: where it leads is checked at each
 * connection. URLs are read as sockets will have them, so that an address is one in every spelling.
 */
export function refuseUrl(text: string, allowed: Allowed): string | null {
  if (text.length > MAX_URL_LENGTH) return `must have at most ${MAX_URL_LENGTH} characters`;
  if (!URL.canParse(text)) return 'must be an absolute URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must be an https URL';
  if (url.username !== '' || url.password !== '') return 'must not carry a user name or password';
  if (FORBIDDEN_PORTS.has(url.port)) return `must not use port ${url.port}`;
  if (allowed.host(url.hostname)) return null;
  if (url.protocol === 'http:') return 'must be an https URL';
  return refuseHost(url.hostname, allowed);
}

function refuseHost(hostname: string, allowed: Allowed): string | null {
  const isPrivate =
    parseAddress(hostname) === undefined ? isLocalName(bareHost(hostname)) : !allowed.address(hostname);
  return isPrivate ? 'must be on the public internet' : null;
}

function isLocalName(host: string): boolean {
  return !host.includes('.') || LOCAL_NAME.test(host);
}
