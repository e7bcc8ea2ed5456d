import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { actorOf, requireRole } from '../../../api/auth.ts';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { write } from '../../../api/write.ts';
import { newSalt } from '../../../erasure/pseudonym.ts';
import type { Claims } from '../../../gateway/claims.ts';
import type { OrganizationWish } from '../../../live/changes.ts';
import type { OrganizationState } from '../../../live/registry.ts';
import { readBody } from '../parameters.ts';
import { reachCompany } from '../reach.ts';
import {
  CompanyMetadata,
  CompanyUpdate,
  companyObject,
  NewCompany,
  OWN_FIELDS,
  ownFields,
} from './company-objects.ts';

interface Wanted {
  readonly name?: string | undefined;
  readonly own: Readonly<Record<string, unknown>>;
}

/** What a company is to be; all else stays as it is. */
function detailsOf({ row }: OrganizationState, { name, own }: Wanted): OrganizationWish {
  const { timeZone, metadata, ...details } = row.details;
  const fields = { ...ownFields(metadata), ...own };
  return { name: name ?? details.name, timeZone, metadata: { ...metadata, [OWN_FIELDS]: fields } };
}

/** S8: companies, which are our organizations, as those routes read and write them. */
export function serveCompanies(app: Hono<ApiEnv>, parts: ApiParts): void {
  const { pipeline } = parts;

  async function change(claims: Claims, id: string, wanted: (company: OrganizationState) => Wanted) {
    requireRole(claims, 'operator');
    const company = reachCompany(parts, claims, id);
    await write(pipeline, {
      ...{ kind: 'putOrganization', actor: actorOf(claims), id, salt: newSalt() },
      details: detailsOf(company, wanted(company)),
      ifMatch: company.row.version,
    });
    return companyObject(reachCompany(parts, claims, id));
  }

  app.get('/api/v1/company/:companyId', (c) =>
    c.json(companyObject(reachCompany(parts, c.get('claims'), c.req.param('companyId')))),
  );

  app.get('/api/v1/company/:companyId/list', (c) => {
    const company = reachCompany(parts, c.get('claims'), c.req.param('companyId'));
    return c.json([...company.children].map(companyObject));
  });

  app.post('/api/v1/company/:companyId/create', async (c) => {
    const claims = c.get('claims');
    const parent = reachCompany(parts, claims, c.req.param('companyId')).row.id;
    const { name, ...own } = await readBody(c, NewCompany);
    const id = randomUUID();
    const details = { name, timeZone: null, metadata: { [OWN_FIELDS]: own } };
    const actor = actorOf(claims);
    await write(pipeline, { kind: 'putOrganization', actor, id, parent, details, salt: newSalt() });
    return c.json(companyObject(reachCompany(parts, claims, id)));
  });

  app.post('/api/v1/company/:companyId', async (c) => {
    const { name, ...own } = await readBody(c, CompanyUpdate);
    return c.json(await change(c.get('claims'), c.req.param('companyId'), () => ({ name, own })));
  });

  app.post('/api/v1/company/:companyId/metadata', async (c) => {
    const given = await readBody(c, CompanyMetadata);
    const withGiven = (company: OrganizationState) => {
      const known = companyObject(company).metadata;
      return { own: { metadata: { ...(known as object), ...given } } };
    };
    return c.json(await change(c.get('claims'), c.req.param('companyId'), withGiven));
  });
}
