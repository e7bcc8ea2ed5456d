import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import { bearerOf } from '../api/auth.ts';
import type { Unavailable } from '../api/unavailable.ts';
import type { Broadcast } from '../broadcast/broadcast.ts';
import type { CountersComposer } from '../broadcast/counters.ts';
import type { Live } from '../live/live.ts';
import { type ParsedScope, parseScope } from '../protocol/ids.ts';
import { refuseScope } from './access.ts';
import type { Claims } from './claims.ts';
import type { Credentials } from './credentials.ts';
import { looksLikeKey } from './key-text.ts';

export interface FastCountersParts {
  readonly live: Live;
  readonly broadcast: Broadcast;
  readonly composer: CountersComposer;
  readonly credentials: Pick<Credentials, 'verify'>;
  /** `otherwise` answers while there is a code. */
  readonly unavailable?: Unavailable | undefined;
  /** Serves everything that is not the plain good case, errors among it. */
  readonly otherwise: (res: HttpResponse, req: HttpRequest) => void;
}

/** Good tokens are remembered this many at a time, so that a poller's signature is checked once. */
const MAX_REMEMBERED = 1000;

/** `GET /v1/counters/:scope` straight on uWebSockets.js: pollers may ask for it many thousand times a second. */
export function fastCounters(parts: FastCountersParts) {
  const { live, broadcast, composer, credentials, otherwise, unavailable = () => null } = parts;
  const remembered = new Map<string, Claims>();
  const scopes = new Map<string, ParsedScope>();

  const claimsOf = (header: string): Claims | undefined => {
    const known = remembered.get(header);
    if (known !== undefined && known.expiresAt * 1000 > Date.now()) return known;
    remembered.delete(header);
    const token = bearerOf(header);
    const verified = token === undefined ? undefined : credentials.verify(token);
    if (verified === undefined || verified instanceof Promise) return undefined;
    // A key may be gone at any time.
    if (verified.apiKey !== undefined || (token !== undefined && looksLikeKey(token))) return verified;
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(header, verified);
    return verified;
  };

  const scopeOf = (parameter: string): ParsedScope | undefined => {
    const known = scopes.get(parameter);
    if (known !== undefined) return known;
    const scope = parseScope(decode(parameter));
    if (scope === undefined) return undefined;
    if (scopes.size >= MAX_REMEMBERED) scopes.clear();
    scopes.set(parameter, scope);
    return scope;
  };

  return (res: HttpResponse, req: HttpRequest): void => {
    if (unavailable() !== null) {
      otherwise(res, req);
      return;
    }
    const claims = claimsOf(req.getHeader('authorization'));
    const scope = scopeOf(req.getParameter(0) ?? '');
    const isRefused =
      claims === undefined ||
      scope === undefined ||
      live.isErased(claims) ||
      refuseScope(live, claims, scope) !== null;
    if (isRefused) {
      otherwise(res, req);
      return;
    }
    const key = live.scopeOf(claims.org, scope.kind, scope.id);
    const text = composer.text(scope, key, broadcast.seqOf(claims.org, scope));
    res.writeHeader('content-type', 'application/json').writeHeader('cache-control', 'no-store');
    res.writeHeader('x-content-type-options', 'nosniff').end(text);
  };
}

function decode(parameter: string): string {
  try {
    return decodeURIComponent(parameter);
  } catch {
    return '';
  }
}
