import type { TestServer } from '../../support/test-server.ts';
import { MarkedTenant } from './marked-tenant.ts';

/** Two tenants on one server, told apart by their marks. */
export async function twoTenants(server: TestServer): Promise<[MarkedTenant, MarkedTenant]> {
  const [alba, bora] = await Promise.all([
    MarkedTenant.make(server, { mark: 'alba', number: '7150927384' }),
    MarkedTenant.make(server, { mark: 'bora', number: '8260816273' }),
  ]);
  // Of somebody who stays, figures grow between two requests.
  await alba.guest?.leave(alba.ids.session[0] ?? '');
  return [alba, bora];
}
