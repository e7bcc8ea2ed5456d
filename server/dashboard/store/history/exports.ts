import { resourceOf, type Side, spanQuery } from '../../rest/history-questions.ts';
import type { ScopeParts } from '../../router/route.ts';

const EXPORTS = [
  'participants',
  'attendees',
  'minutes',
  'usage',
  'slices',
  'engagements',
  'sessions',
] as const;
export type ExportKind = (typeof EXPORTS)[number];

/** A list that is loaded as CSV. */
export interface Export {
  readonly kind: ExportKind;
  readonly path: string;
  readonly fileName: string;
}

const KINDS: Readonly<Record<ScopeParts['kind'], readonly ExportKind[]>> = {
  session: ['participants', 'attendees', 'minutes', 'usage', 'slices', 'engagements'],
  event: ['participants', 'attendees', 'minutes', 'usage', 'sessions'],
  organization: ['participants', 'usage'],
};

/** Who was registered does not depend on a span. */
const WITHOUT_SPAN: readonly ExportKind[] = ['attendees'];

function pathOf(kind: ExportKind, parts: ScopeParts, side: Side): string {
  const route = kind === 'sessions' ? 'comparison' : kind;
  const path = `${resourceOf(parts)}/${route}`;
  if (WITHOUT_SPAN.includes(kind)) return path;
  return `${path}?${spanQuery(side)}${kind === 'usage' ? '&step=day' : ''}`;
}

/** What can be loaded of a scope over a span. */
export function exportsOf(parts: ScopeParts, side: Side): Export[] {
  const name = parts.id.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_');
  return KINDS[parts.kind].map((kind) => ({
    kind,
    path: pathOf(kind, parts, side),
    fileName: `${name}-${kind}.csv`,
  }));
}
