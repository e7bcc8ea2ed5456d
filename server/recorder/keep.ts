import type { Kept, Place } from '../live/effects.ts';
import { isExpected } from '../live/expected-version.ts';
import type { KeepAttendee, KeepRegistration } from '../live/keeping.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import { auditOfKept } from './audit.ts';
import type { BatchBuilder } from './batch.ts';
import type { Past } from './past.ts';

/** Decides what is to be kept, in log order, and has it written when it stands; gives why not. */
export function settleKept(builder: BatchBuilder, past: Past, kept: Kept): ErrorCode | null {
  const refused = settle(builder, past, kept);
  const act = refused === null ? auditOfKept(kept) : null;
  if (act !== null) builder.audit(act);
  return refused;
}

function settle(builder: BatchBuilder, past: Past, kept: Kept): ErrorCode | null {
  const { tenant, place, keep } = kept;
  switch (keep.type) {
    case 'attendee':
      return settleAttendee(builder, past, { ...kept, keep });
    case 'registration':
      return place === null ? 'not_found' : settleRegistration(builder, past, { ...kept, place, keep });
    case 'audit':
      return null;
    case 'keysUsed':
      builder.keysUsed(tenant, keep.uses);
      return null;
    default:
      return keep satisfies never;
  }
}

/** Belongs to the organization that named the person first. */
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

/** Whoever reaches the event or session may register anybody of the tenant for it; nobody need know the person before. */
function settleRegistration(
  builder: BatchBuilder,
  { people, registrations }: Past,
  {
    tenant,
    owners,
    place,
    keep,
    announcement,
    at,
  }: Kept & { readonly place: Place; readonly keep: KeepRegistration },
): ErrorCode | null {
  const { kind, attendee, details, ifMatch } = keep;
  const name = { tenant, scope: place.scope, kind, attendee };
  const known = registrations.get(name);
  if (details === null && known === undefined) return 'not_found';
  if (!isExpected(ifMatch, known?.version)) return 'version_mismatch';
  const version = (known?.version ?? 0) + 1;
  const made = details && { ...details, at: details.at ?? known?.at ?? at };
  if (made === null) registrations.delete(name);
  else registrations.set({ ...name, version, at: made.at });
  const organization = people.name({ tenant, id: attendee, owners });
  builder.registration({ ...name, event: place.event, organization, version, details: made, at });
  if (known === undefined && announcement !== null) builder.announced(announcement);
  return null;
}
