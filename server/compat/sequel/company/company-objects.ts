import { z } from 'zod';
import { Metadata } from '../../../api/parameters.ts';
import type { OrganizationState } from '../../../live/registry.ts';

/** What their objects have and ours have no place of its own for is kept in our metadata under this name. */
export const OWN_FIELDS = 'sequel';

type Fields = Readonly<Record<string, unknown>>;

/** What is kept so; nothing where somebody else has put something else there. */
export function ownFields(metadata: Fields): Fields {
  const own = metadata[OWN_FIELDS];
  return typeof own === 'object' && own !== null && !Array.isArray(own) ? (own as Fields) : {};
}

/** Values by name, each as `[{ value }]`. */
export const CompanyMetadata = Metadata.pipe(z.record(z.string(), z.array(z.object({ value: z.unknown() }))));

const Logo = z.string().max(2048);
const Name = z.string().min(1).max(512);

export const NewCompany = z.object({ name: Name, logo: Logo, metadata: CompanyMetadata });
export const CompanyUpdate = z.object({ name: Name.optional(), logo: Logo.optional() });

export function companyObject({ row, parent, events }: OrganizationState) {
  const { logo = null, metadata = {} } = ownFields(row.details.metadata);
  return {
    uid: row.id,
    name: row.details.name,
    logo,
    parentCompanyId: parent?.row.id ?? null,
    eventIds: [...events].map((event) => event.row.id),
    metadata,
  };
}
