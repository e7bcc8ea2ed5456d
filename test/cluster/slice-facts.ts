import type { Slice, Tenant } from '../support/tenant.ts';

/** The slices of a session as a node has stored them, without what goes on with time. */
export async function sliceFacts(tenant: Tenant, session: string) {
  const slices = await tenant.slices(session);
  return slices.map(({ id, attendee, mode, start, end, countedUntil, endedBy }: Slice) => {
    return { id, attendee, mode, start, end, countedUntil, endedBy };
  });
}
