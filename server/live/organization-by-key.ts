import type { ScopeKey } from './catalogue.ts';
import type { OrganizationState, Registry } from './registry.ts';

export function organizationByKey(registry: Registry, key: ScopeKey): OrganizationState | undefined {
  const found = registry.byKey(key);
  return found !== undefined && 'parent' in found ? found : undefined;
}
