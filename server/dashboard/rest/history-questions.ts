import { type ScopeParts, splitScope } from '../router/route.ts';
import type { Step } from '../store/history/range.ts';
import type { SeriesAnswer } from './answers.ts';
import type { CatalogueAnswer, CompareAnswer, ParticipantsAnswer } from './history-answers.ts';
import { type RestPort, type Span, segment } from './rest-client.ts';

/** A scope over a span: a side of a comparison. */
export interface Side extends Span {
  readonly scope: string;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** Where the figures of a scope are. */
export function resourceOf({ kind, id }: ScopeParts): string {
  return `/v1/${kind}s/${segment(id)}`;
}

export function spanQuery({ from, to }: Span): string {
  return `from=${iso(from)}&to=${iso(to)}`;
}

export interface CurveQuestion {
  readonly step: Step;
  /** Days are those of this zone. */
  readonly zone: string;
}

export async function askSeries(
  rest: RestPort,
  { scope, ...span }: Side,
  { step, zone }: CurveQuestion,
): Promise<SeriesAnswer> {
  const query = `${spanQuery(span)}&step=${step}&timezone=${encodeURIComponent(zone)}`;
  return (await rest.get(`/v1/series/${segment(scope)}?${query}`)) as SeriesAnswer;
}

function sideText({ scope, from, to }: Side): string {
  return encodeURIComponent(`${scope}@${iso(from)}/${iso(to)}`);
}

export async function askCompare(rest: RestPort, a: Side, b: Side): Promise<CompareAnswer> {
  return (await rest.get(`/v1/compare?a=${sideText(a)}&b=${sideText(b)}`)) as CompareAnswer;
}

export interface ParticipantsQuestion {
  readonly side: Side;
  readonly sort: string;
  readonly limit: number;
  readonly cursor: string | null;
}

export async function askParticipants(
  rest: RestPort,
  { side, sort, limit, cursor }: ParticipantsQuestion,
): Promise<ParticipantsAnswer> {
  const parts = splitScope(side.scope) ?? { kind: 'event', id: side.scope };
  const next = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
  const query = `${spanQuery(side)}&sort=${sort}&limit=${limit}${next}`;
  return (await rest.get(`${resourceOf(parts)}/participants?${query}`)) as ParticipantsAnswer;
}

export async function askCatalogue(rest: Pick<RestPort, 'get'>, parts: ScopeParts): Promise<CatalogueAnswer> {
  return (await rest.get(resourceOf(parts))) as CatalogueAnswer;
}
