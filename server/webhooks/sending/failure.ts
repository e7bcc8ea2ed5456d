/** Why there was no answer. */
export type Failure =
  | 'timeout'
  | 'address_forbidden'
  | 'name_not_found'
  | 'connection_refused'
  | 'certificate'
  | 'connection_lost';

const REFUSALS: ReadonlySet<string> = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);
const TIMEOUTS: ReadonlySet<string> = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);
/** Codes of OpenSSL's verification, of handshakes, and of a host that the certificate is not for. */
const CERTIFICATES = /CERT|ERR_TLS|ERR_SSL|EPROTO|SIGNATURE|ISSUER|CHAIN|CRL/;

/** The kind of an error of a socket. Its text is not passed on: it may name addresses. */
export function failureOf(error: unknown): Failure {
  const code = fieldOf(error, 'code');
  const call = fieldOf(error, 'syscall');
  if (code === 'FORBIDDEN_ADDRESS') return 'address_forbidden';
  // Of DNS, `queryA` and the like, and of the system's look-up.
  if (call.startsWith('query') || call === 'getaddrinfo') return 'name_not_found';
  if (REFUSALS.has(code)) return 'connection_refused';
  if (TIMEOUTS.has(code)) return 'timeout';
  return CERTIFICATES.test(code) ? 'certificate' : 'connection_lost';
}

function fieldOf(error: unknown, name: 'code' | 'syscall'): string {
  return String((error as Readonly<Record<string, unknown>> | null)?.[name] ?? '');
}
