import type { ScopeKey } from '../../server/live/catalogue.ts';

/** A span in which the log was alive without a standstill: the times of its first and last entry, ms. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** `from` inclusive, `to` exclusive, ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Some sessions in a span. */
export interface SpanFilter extends Span {
  readonly sessions: readonly ScopeKey[];
}

/** One scope in a span. */
export interface ScopeSpan extends Span {
  readonly scope: ScopeKey;
}

/** Some scopes in a span. */
export interface ScopesSpan extends Span {
  readonly scopes: readonly ScopeKey[];
}
