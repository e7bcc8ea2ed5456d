import type { Scope, ScopeKind } from '../../protocol/client-messages.ts';

/**
 * Where the page is: `#scope=event:demo`, or a session reached from its event, `#scope=session:s1&in=event:demo`.
 * The token is never part of it.
 */
export interface Route {
  readonly scope: Scope | null;
  /** The event that the reader came from. */
  readonly parent: Scope | null;
}

export interface ScopeParts {
  readonly kind: ScopeKind;
  readonly id: string;
}

const SCOPE = /^(session|event|organization):(.+)$/su;

export function splitScope(scope: string): ScopeParts | null {
  const match = SCOPE.exec(scope);
  const id = match?.[2];
  return match && id !== undefined ? { kind: match[1] as ScopeKind, id } : null;
}

export function readScope(text: string | undefined): Scope | null {
  const parts = splitScope(text?.trim() ?? '');
  return parts && `${parts.kind}:${parts.id}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The fields of a fragment. Not `URLSearchParams`: that would turn the `+` of an id into a space. */
export function readFragment(hash: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const part of hash.replace(/^#/, '').split('&')) {
    const equals = part.indexOf('=');
    if (equals > 0) fields.set(part.slice(0, equals), decode(part.slice(equals + 1)));
  }
  return fields;
}

export function parseRoute(hash: string): Route {
  const fields = readFragment(hash);
  return { scope: readScope(fields.get('scope')), parent: readScope(fields.get('in')) };
}

/** `:`, `/` and `@` are legal in a fragment, and ids with them stay readable. */
function encode(scope: Scope): string {
  return encodeURIComponent(scope).replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%40', '@');
}

export function formatRoute({ scope, parent }: Route): string {
  const fields: string[] = [];
  if (scope) fields.push(`scope=${encode(scope)}`);
  if (parent) fields.push(`in=${encode(parent)}`);
  return `#${fields.join('&')}`;
}
