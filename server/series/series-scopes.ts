import type { SeriesLabels, SeriesQuery } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { OrganizationState, Registry } from '../live/registry.ts';

export type ScopeLabels = Omit<SeriesLabels, 'metric' | 'mode' | 'step'>;

/** A scope, and how its time series are labelled. */
export interface SeriesScope {
  readonly key: ScopeKey;
  readonly labels: ScopeLabels;
}

/** The labels that only the series of this scope have together. */
export function whereScope(labels: ScopeLabels): SeriesQuery['where'] {
  const { tenant, scopeKind } = labels;
  const id = labels[scopeKind];
  return { tenant, scopeKind, ...(id === undefined ? {} : { [scopeKind]: id }) };
}

/** Undefined for an unknown key. */
export function seriesScope(registry: Registry, key: ScopeKey): SeriesScope | undefined {
  const state = registry.byKey(key);
  if (state === undefined) return undefined;
  const { id } = state.row;
  if ('event' in state) {
    const { event } = state;
    const labels = { ...labelsOf(registry, event.organization), event: event.row.id, session: id };
    return { key, labels: { ...labels, scopeKind: 'session' } };
  }
  if ('organization' in state) {
    const labels = { ...labelsOf(registry, state.organization), event: id };
    return { key, labels: { ...labels, scopeKind: 'event' } };
  }
  return {
    key,
    labels: { ...labelsOf(registry, state), scopeKind: 'organization' },
  };
}

function labelsOf(registry: Registry, { row }: OrganizationState) {
  return { tenant: registry.tenantId(row.id), organization: row.id };
}

export function allSeriesScopes(registry: Registry): SeriesScope[] {
  return [...registry.scopes.keys()].flatMap((key) => seriesScope(registry, key) ?? []);
}

/** The scopes that a question is about. */
export function seriesScopesWhere(registry: Registry, where: SeriesQuery['where']): SeriesScope[] {
  return candidates(registry, where).filter(({ labels }) => matches(labels, where));
}

/** Looks at the labels of the scope only. */
function matches(labels: ScopeLabels, where: SeriesQuery['where']): boolean {
  return SCOPE_LABELS.every((name) => {
    const wanted = where[name];
    const value = labels[name];
    return wanted === undefined || (value !== undefined && [wanted].flat().includes(value));
  });
}

const KINDS = ['session', 'event', 'organization'] as const;
const SCOPE_LABELS = ['tenant', 'organization', 'event', 'session', 'scopeKind'] as const;

/** One scope is found without looking at all of them. */
function candidates(registry: Registry, where: SeriesQuery['where']): SeriesScope[] {
  const { tenant, scopeKind } = where;
  const kind = KINDS.find((one) => one === scopeKind);
  const id = kind && where[kind];
  if (kind === undefined || typeof tenant !== 'string' || typeof id !== 'string')
    return allSeriesScopes(registry);
  const state = registry.scopeOf(tenant, kind, id);
  const found = state === undefined ? undefined : seriesScope(registry, state.key);
  return found === undefined ? [] : [found];
}
