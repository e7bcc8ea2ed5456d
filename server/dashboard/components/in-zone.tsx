import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ScopeZone } from '../store/scope-zone.ts';
import { PageContext, usePage } from './page-context.ts';

/** Writes all times within it in the zone that was chosen for a scope. */
export function InZone({ zone, children }: { zone: ScopeZone; children: ComponentChildren }) {
  const tools = usePage();
  const name = zone.zone.value;
  const zoned = useMemo(() => {
    const { formats } = tools;
    const isOther = name !== formats.times.zone;
    return { ...tools, zone, ...(isOther && { formats: { ...formats, times: formats.timesIn(name) } }) };
  }, [tools, zone, name]);
  return <PageContext.Provider value={zoned}>{children}</PageContext.Provider>;
}
