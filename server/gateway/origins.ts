/**
 * Whether a request of a browser may open a socket: its Origin is one of the allowed ones by exact match, or the server's
 * own (same host and port as the request's Host). Requests without the header are not browsers and pass.
 */
export function isOriginAllowed(
  origin: string,
  host: string,
  allowed: readonly string[] | undefined,
): boolean {
  if (origin === '' || allowed === undefined || allowed.includes(origin)) return true;
  return host !== '' && (origin === `http://${host}` || origin === `https://${host}`);
}
