import type { PutOrganizationChange } from '../../../server/live/changes.ts';
import type { ErrorCode } from '../../../server/protocol/error-codes.ts';

export interface OracleOrganization {
  readonly id: string;
  readonly parent: string | null;
  version: number;
  name: string;
  pseudonymous: boolean | null;
}

/** Organizations by id; whoever has no parent is the root of a tenant. */
export class OracleOrganizations {
  readonly all: OracleOrganization[] = [];

  find(id: string): OracleOrganization | undefined {
    return this.all.find((organization) => organization.id === id);
  }

  know(id: string): void {
    if (!this.find(id)) this.#add(id, null, id);
  }

  /** The organization's id, its parent's, and so on. */
  chain(id: string): string[] {
    const parent = this.find(id)?.parent ?? null;
    return parent === null ? [id] : [id, ...this.chain(parent)];
  }

  tenantOf(id: string): string {
    return this.chain(id).at(-1) ?? id;
  }

  /** Whether a token of one organization may see what belongs to another. */
  reaches(token: string, id: string): boolean {
    return this.find(id) !== undefined && this.chain(id).includes(token);
  }

  put({ actor, id, parent, details }: PutOrganizationChange): ErrorCode | null {
    const known = this.find(id);
    const { name, retention, pseudonymous } = details;
    const isAdmin = actor.role === 'admin';
    if (known) {
      if (!this.reaches(actor.org, id)) return 'not_found';
      if (!isAdmin && (retention !== undefined || pseudonymous !== undefined)) return 'not_allowed';
      if (parent !== undefined && parent !== known.parent) return 'immutable_field';
      known.version += 1;
      known.name = name;
      if (pseudonymous !== undefined) known.pseudonymous = pseudonymous;
      return null;
    }
    if (!isAdmin) return 'not_allowed';
    const above = parent === undefined ? actor.org : parent;
    if (above === null || !this.reaches(actor.org, above)) return 'not_found';
    this.#add(id, above, name).pseudonymous = pseudonymous ?? null;
    return null;
  }

  remove(id: string): void {
    this.all.splice(
      this.all.findIndex((organization) => organization.id === id),
      1,
    );
  }

  #add(id: string, parent: string | null, name: string): OracleOrganization {
    const organization = { id, parent, version: 1, name, pseudonymous: null };
    this.all.push(organization);
    return organization;
  }
}
