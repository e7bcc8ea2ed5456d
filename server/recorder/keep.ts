import type { Kept } from '../live/effects.ts';
import { isExpected } from '../live/expected-version.ts';
import type { KeepAttendee } from '../live/keeping.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import type { BatchBuilder } from './batch.ts';
import type { Past } from './past.ts';

/** Decides what is to be kept, in log order, and has it written when it stands; gives why not. */
export function settleKept(builder: BatchBuilder, past: Past, kept: Kept): ErrorCode | null {
  const { tenant, owners, actor, keep, at } = kept;
  switch (keep.type) {
    case 'attendee':
      return settleAttendee(builder, past, { ...kept, keep });
    case 'audit': {
      const { action, target, details } = keep;
      builder.audit({ tenant, organization: owners[0] ?? tenant, actor, action, target, details, at });
      return null;
    }
    default:
      return keep satisfies never;
  }
}

/** Belongs to the organization that named the person first (design section 9, "Identity"). */
function settleAttendee(
  builder: BatchBuilder,
  { people }: Past,
  { tenant, owners, keep, at }: Kept & { readonly keep: KeepAttendee },
): ErrorCode | null {
  const { id, details, ifMatch } = keep;
  const [own = tenant] = owners;
  const known = people.get(tenant, id);
  if (known !== undefined && !known.owners.includes(own)) return 'id_taken';
  if (!isExpected(ifMatch, known?.version)) return 'version_mismatch';
  const version = (known?.version ?? 0) + 1;
  const belongsTo = known?.owners ?? owners;
  people.set({ tenant, id, owners: belongsTo, version });
  builder.attendee({ tenant, id, organization: belongsTo[0] ?? tenant, version, details, at });
  return null;
}
