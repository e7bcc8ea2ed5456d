import type { History } from '../../storage/types.ts';
import type { EraseChange } from '../live/changes.ts';
import type { Live } from '../live/live.ts';
import { pseudonymOf } from '../live/pseudonyms.ts';
import { type Tombstone, tombstoneHash } from '../live/tombstones.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import type { Erasure } from './erasures-file.ts';
import { newPseudonym } from './pseudonym.ts';

/** Who speaks for the server itself. */
const ITSELF = 'headcount';
const PAGE = 1000;

export interface EraseAgainParts {
  readonly live: Live;
  readonly history: History;
  readonly write: (change: EraseChange) => Promise<ErrorCode | null>;
}

/** The tombstones that live has, as they stand outside the history. */
export function erasuresOf({ registry }: Live, tombstones: readonly Tombstone[]): Erasure[] {
  return tombstones.flatMap(({ tenant, hash, at }) => {
    const row = registry.byKey(tenant)?.row;
    if (row === undefined || !('salt' in row) || row.salt === null) return [];
    return [{ tenant: row.id, salt: row.salt, hash, at }];
  });
}

/** Those that live knows nothing of, or only an earlier one of the same person. */
export function lostErasures(erasures: readonly Erasure[], live: Live): Erasure[] {
  const known = new Map(
    erasuresOf(live, live.tombstones()).map(({ tenant, salt, hash, at }) => [
      `${tenant} ${salt} ${hash}`,
      at,
    ]),
  );
  return erasures.filter(({ tenant, salt, hash, at }) => (known.get(`${tenant} ${salt} ${hash}`) ?? -1) < at);
}

/**
 * Erases through the log whom the history does not know as erased, since it is an older one that was restored. Gives how many
 * erasures it had lost. Throws when the log is away.
 */
export async function eraseAgain(
  erasures: readonly Erasure[],
  { live, history, write }: EraseAgainParts,
): Promise<number> {
  const lost = lostErasures(erasures, live);
  for (const tenant of new Set(lost.map((erasure) => erasure.tenant))) {
    const ofTenant = lost.filter((erasure) => erasure.tenant === tenant);
    const people = await findPeople(ofTenant, tenant, { live, history });
    for (const erasure of ofTenant) {
      const { salt, at } = erasure;
      for (const [hash, attendee] of people.get(erasure) ?? new Map([[erasure.hash, null]])) {
        const refused = await write({
          ...{ kind: 'erase', actor: { org: tenant, attendee: ITSELF, role: 'admin' } },
          ...{ attendee, pseudonym: newPseudonym(), salt, again: { hash, at } },
        });
        if (refused !== null) throw new Error(`an erasure of before was refused: ${refused}`);
      }
    }
  }
  return lost.length;
}

/** By the hash of their id. */
type Found = Map<string, string | null>;

/**
 * Only somebody's id tells whether they are meant: everybody in the history is looked at. Whom their pseudonym tells, which a
 * history from before the organization became pseudonymous does not know, is erased by both.
 */
async function findPeople(
  erasures: readonly Erasure[],
  tenantId: string,
  { live, history }: Omit<EraseAgainParts, 'write'>,
): Promise<Map<Erasure, Found>> {
  const found = new Map<Erasure, Found>();
  const organization = live.registry.organization(tenantId);
  if (organization === undefined) return found;
  const bySalt = new Map<string, Map<string, Erasure>>();
  for (const erasure of erasures) {
    const byHash = bySalt.get(erasure.salt) ?? new Map<string, Erasure>();
    bySalt.set(erasure.salt, byHash.set(erasure.hash, erasure));
  }
  const { tenant } = organization.row;
  for (let after: string | undefined = ''; after !== undefined; ) {
    const ids: string[] = await history.attendeeIds({ tenant, after, limit: PAGE });
    for (const id of ids) {
      for (const [salt, byHash] of bySalt) {
        const hash = tombstoneHash(salt, tenantId, id);
        const pseudonym = tombstoneHash(salt, tenantId, pseudonymOf(salt, id));
        const erasure = byHash.get(hash) ?? byHash.get(pseudonym);
        if (erasure === undefined) continue;
        const ids = found.get(erasure) ?? new Map([[erasure.hash, null]]);
        found.set(erasure, ids.set(hash, id));
      }
    }
    after = ids.length < PAGE ? undefined : ids.at(-1);
  }
  return found;
}
