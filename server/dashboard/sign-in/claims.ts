import type { Scope } from '../../protocol/client-messages.ts';
import { readScope } from '../router/route.ts';

/** What a token says of its bearer. Read for display only: the server alone decides what it is worth. */
export interface Claims {
  readonly role: string | null;
  /** What the token is about: its event, else its organization. */
  readonly scope: Scope | null;
}

function parsePayload(token: string): Record<string, unknown> | null {
  const payload = token.split('.')[1];
  if (!payload) return null;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Null when the text is no JWT. */
export function readClaims(token: string): Claims | null {
  const payload = parsePayload(token);
  if (!payload) return null;
  const event = text(payload.event);
  const organization = text(payload.org);
  return {
    role: text(payload.role) ?? null,
    scope: readScope(event ? `event:${event}` : organization && `organization:${organization}`),
  };
}
