import { expect, vi } from 'vitest';
import { SOON } from '../support/soon.ts';
import type { Tenant } from '../support/tenant.ts';
import { allItems } from './pages.ts';
import { SESSIONS, type Walker } from './walker.ts';

/**
 * Until the server says that exactly those are present who are, with the sockets they have: then no socket that is gone
 * counts still, and no slice waits for its resume window.
 */
export async function rest(tenant: Tenant, walkers: readonly Walker[]): Promise<void> {
  for (const session of SESSIONS) {
    await vi.waitFor(async () => {
      const present = await allItems<Present>(tenant, `/v1/present/session:${session}`);
      const held = new Map<string, number>();
      for (const { attendee, connections } of present) {
        held.set(attendee, (held.get(attendee) ?? 0) + connections);
      }
      const really = walkers.map((walker) => [walker.name, walker.socketsIn(session)] as const);
      expect([...held].sort(), session).toEqual(really.filter(([, sockets]) => sockets > 0).sort());
      expect(
        present.filter(({ connections }) => connections === 0),
        session,
      ).toEqual([]);
    }, SOON);
  }
}

interface Present {
  readonly attendee: string;
  readonly connections: number;
}
