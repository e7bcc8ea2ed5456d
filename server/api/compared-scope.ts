import { z } from '@hono/zod-openapi';
import { type ParsedScope, parseScope } from '../protocol/ids.ts';
import { Time } from './parameters.ts';

/** A scope, and perhaps a span of it, ms. */
export interface ComparedScope {
  readonly scope: ParsedScope;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

const SPAN = /^(.+)@([^@/]*)\/([^@/]*)$/su;

function timeOf(text: string): { time: number | undefined } | undefined {
  if (text === '') return { time: undefined };
  const parsed = Time.safeParse(text);
  return parsed.success ? { time: parsed.data } : undefined;
}

/** Splits `<scope>[@from/to]`, either of which may be left out. An id may look like a span, so that only times make one. */
function parseComparedScope(text: string): ComparedScope | undefined {
  const [, named = '', first = '', last = ''] = SPAN.exec(text) ?? [];
  const from = timeOf(first);
  const to = timeOf(last);
  const scope = parseScope(named);
  if (scope !== undefined && from !== undefined && to !== undefined) {
    return { scope, from: from.time, to: to.time };
  }
  const whole = parseScope(text);
  return whole && { scope: whole };
}

export const ComparedScopeQuery = z
  .string()
  .max(768)
  .transform((text) => parseComparedScope(text))
  .refine((compared) => compared !== undefined, 'must be <scope>, or <scope>@from/to with ISO times')
  .openapi({ type: 'string', example: 'session:keynote@2026-03-01T09:00:00Z/2026-03-01T10:00:00Z' });
