import type { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { serveCompanyEvents } from './company/company-events.ts';
import { serveCompanies } from './company/company-routes.ts';
import { serveCompanyUsers } from './company/company-users.ts';
import { serveComparison } from './company/compare.ts';
import { serveNetworking } from './company/networking.ts';
import { serveRegistrants } from './company/registrants.ts';
import { serveRetentionPolicy } from './company/retention.ts';
import { serveTopParticipants } from './company/top-participants.ts';
import { serveUsage } from './company/usage.ts';
import { serveUsageByDay } from './company/usage-by-day.ts';
import { serveUserActivity } from './company/user-activity.ts';

/** Companies with their figures, events and people. */
export function serveCompanyFigures(app: Hono<ApiEnv>, parts: ApiParts): void {
  serveUsage(app, parts);
  serveUsageByDay(app, parts);
  serveComparison(app, parts);
  serveTopParticipants(app, parts);
  serveCompanyUsers(app, parts);
  serveCompanies(app, parts);
  serveCompanyEvents(app, parts);
  serveRegistrants(app, parts);
  serveNetworking(app, parts);
  serveUserActivity(app, parts);
  serveRetentionPolicy(app, parts);
}
