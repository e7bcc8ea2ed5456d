import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv, ApiParts } from '../api/context.ts';
import { accelevents } from './accelevents/accelevents.ts';
import { brella } from './brella/brella.ts';
import { crowdcomms } from './crowdcomms/crowdcomms.ts';
import { sequel } from './sequel/sequel.ts';

/** The vendors' contracts: each with its own paths, headers and errors, from the same figures as `/v1`. */
export function serveCompat(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  app.route('/compat/brella', brella(parts));
  app.route('/compat/accelevents', accelevents(parts));
  app.route('/compat/sequel', sequel(parts));
  app.route('/compat/crowdcomms', crowdcomms(parts));
}
