import type { AnnouncementType } from './announcements.ts';
import { announce, whereIs } from './announcing.ts';
import type { ScopeKey } from './catalogue.ts';
import type { Change } from './changes.ts';
import type { Deleted, Effect } from './effects.ts';
import type { LiveState } from './live-state.ts';

type Row = Extract<Effect, { kind: 'organization' | 'event' | 'session' }>;

/** What was there before a change of the catalogue. */
export interface Before {
  readonly effects: number;
  readonly lastKey: ScopeKey;
}

/** What a change writes of the catalogue again. */
const PUTS: Partial<Record<Change['kind'], Row['kind']>> = {
  putOrganization: 'organization',
  putEvent: 'event',
  putSession: 'session',
};

const DELETIONS: Partial<Record<Change['kind'], Deleted['scopeKind']>> = {
  deleteOrganization: 'organization',
  deleteEvent: 'event',
  deleteSession: 'session',
};

/** Whether there is something to announce: joins hardly ever make a session. Imports bring what was before. */
export function touchesCatalogue(state: LiveState, { kind }: Change, { lastKey }: Before): boolean {
  if (kind === 'importEnd') return false;
  return state.registry.lastKey !== lastKey || PUTS[kind] !== undefined || DELETIONS[kind] !== undefined;
}

/**
 * After a change that stands: announces what it made, changed or deleted of the catalogue. A session that a join has made is
 * new, too; what goes with something that is deleted is not told one by one.
 */
export function announceCatalogue(state: LiveState, change: Change, before: Before): void {
  const made = new Set<ScopeKey>();
  for (const effect of state.effects.slice(before.effects)) {
    if (effect.kind === 'deleted') {
      const isNamed = 'id' in change && change.id === effect.id;
      if (isNamed && DELETIONS[change.kind] === effect.scopeKind) announceDeleted(state, effect);
    } else if (effect.kind === 'organization' || effect.kind === 'event' || effect.kind === 'session') {
      const { key, id } = rowOf(effect);
      const isNew = key > before.lastKey;
      const isPut = 'id' in change && PUTS[change.kind] === effect.kind && change.id === id;
      if (made.has(key) || !(isNew || isPut)) continue;
      made.add(key);
      announceRow(state, effect, isNew ? 'catalogue.created' : 'catalogue.updated');
    }
  }
}

function rowOf(effect: Row) {
  if (effect.kind === 'organization') return effect.organization;
  return effect.kind === 'event' ? effect.event : effect.session;
}

function announceRow(state: LiveState, effect: Row, type: AnnouncementType): void {
  const { key, id } = rowOf(effect);
  const where = whereIs(state, key);
  if (where !== undefined)
    announce(state, { type, at: state.time, ...where, subject: { kind: effect.kind, id } });
}

/** It is gone: it happens where it was. */
function announceDeleted(state: LiveState, { scopeKind, id, parents }: Deleted): void {
  const [above] = parents;
  const where = above === undefined ? undefined : whereIs(state, above);
  if (where !== undefined)
    announce(state, {
      type: 'catalogue.deleted',
      at: state.time,
      ...where,
      subject: { kind: scopeKind, id },
    });
}
