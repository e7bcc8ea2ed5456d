import type { Scope, ScopeKind } from '../../protocol/client-messages.ts';

/** Views of a scope beside its desk; the wall is the desk, seen from afar. */
const SCOPE_VIEWS = ['history', 'alerts', 'replay', 'wall'] as const;
type ViewName = (typeof SCOPE_VIEWS)[number];
/** Those that have a store of their own. */
export type ScopeViewName = Exclude<ViewName, 'wall'>;

/**
 * Where the page is: `#scope=event:demo`, or a session reached from its event, `#scope=session:s1&in=event:demo`;
 * another view of the same, `#scope=event:demo&view=history&from=…`; or a page of no scope, `#/operations`. The token is never
 * part of it.
 */
export interface Route {
  readonly scope: Scope | null;
  /** What the reader came from. */
  readonly parent: Scope | null;
  /** Absent: the desk. */
  readonly view?: ViewName | undefined;
  /** What the view itself keeps in the address. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** A page of no scope. */
  readonly page?: 'operations' | undefined;
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

const OWN_FIELDS = new Set(['scope', 'in', 'view', 'token']);

const OPERATIONS: Route = { scope: null, parent: null, page: 'operations' };
const OPERATIONS_PATH = '/operations';

export function parseRoute(hash: string): Route {
  if (hash.replace(/^#/, '').split('&').includes(OPERATIONS_PATH)) return OPERATIONS;
  const fields = readFragment(hash);
  const place = { scope: readScope(fields.get('scope')), parent: readScope(fields.get('in')) };
  const view = SCOPE_VIEWS.find((name) => name === fields.get('view'));
  if (view === undefined) return place;
  return { ...place, view, query: Object.fromEntries([...fields].filter(([name]) => !OWN_FIELDS.has(name))) };
}

/** `:`, `/` and `@` are legal in a fragment, and ids with them stay readable. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%40', '@');
}

export function formatRoute({ scope, parent, view, query, page }: Route): string {
  if (page) return `#${OPERATIONS_PATH}`;
  const fields: string[] = [];
  if (scope) fields.push(`scope=${encode(scope)}`);
  if (parent) fields.push(`in=${encode(parent)}`);
  if (view) {
    fields.push(`view=${view}`);
    for (const [name, value] of Object.entries(query ?? {})) fields.push(`${name}=${encode(value)}`);
  }
  return `#${fields.join('&')}`;
}
