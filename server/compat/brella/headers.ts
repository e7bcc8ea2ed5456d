import type { MiddlewareHandler } from 'hono';
import { requireRole } from '../../api/auth.ts';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { ApiError, badParameter } from '../../api/problem.ts';

const TOKEN = 'Brella-API-Access-Token';

/** Selects version 4 of the vendor's API, the only one that there is here. */
const ACCEPTED = 'application/vnd.brella.v4+json';
const CONTENT_TYPE = 'application/json';

/** The media types of a header, without their parameters. */
function typesOf(header: string | undefined): string[] {
  return (header ?? '').split(',').map((type) => type.split(';')[0]?.trim().toLowerCase() ?? '');
}

/**
 * Keys are an admin's.
 * @throws ApiError `unauthorized`, `not_allowed` below the role, `erased` for somebody's own token.
 */
export function authenticate({ credentials, live }: ApiParts): MiddlewareHandler<ApiEnv> {
  return async function authenticate(c, next) {
    const token = c.req.header(TOKEN);
    const claims = token === undefined ? undefined : await credentials.verify(token);
    if (claims === undefined) throw new ApiError('unauthorized', `${TOKEN} is missing or bad`);
    if (live.isErased(claims)) throw new ApiError('erased');
    requireRole(claims, 'admin');
    c.set('claims', claims);
    await next();
  };
}

/** Both headers are required, of a GET, too. */
export const checkTypes: MiddlewareHandler<ApiEnv> = async function checkTypes(c, next) {
  if (!typesOf(c.req.header('accept')).includes(ACCEPTED))
    throw badParameter('Accept', `must be ${ACCEPTED}`);
  const [type] = typesOf(c.req.header('content-type'));
  if (type !== CONTENT_TYPE) throw badParameter('Content-Type', `must be ${CONTENT_TYPE}`);
  await next();
};
