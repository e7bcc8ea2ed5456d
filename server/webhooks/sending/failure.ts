/** Why there was no answer. */
export type Failure =
  | 'timeout'
  | 'address_forbidden'
  | 'name_not_found'
  | 'connection_refused'
  | 'certificate'
  | 'connection_lost';

const NAMES: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']);
const REFUSALS: ReadonlySet<string> = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);
const TIMEOUTS: ReadonlySet<string> = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);
/** Codes of OpenSSL's verification, of handshakes, and of a host that the certificate is not for. */
const CERTIFICATES = /CERT|ERR_TLS|ERR_SSL|EPROTO|SIGNATURE|ISSUER|CHAIN|CRL/;

/** The kind of an error of a socket. Its text is not passed on: it may name addresses. */
export function failureOf(error: unknown): Failure {
  const code = codeOf(error);
  if (code === 'FORBIDDEN_ADDRESS') return 'address_forbidden';
  if (NAMES.has(code)) return 'name_not_found';
  if (REFUSALS.has(code)) return 'connection_refused';
  if (TIMEOUTS.has(code)) return 'timeout';
  return CERTIFICATES.test(code) ? 'certificate' : 'connection_lost';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
