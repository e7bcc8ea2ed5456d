import { initial } from './0001-initial.ts';
import { replica } from './0002-replica.ts';
import { connections } from './0003-connections.ts';
import { people } from './0004-people.ts';
import { organizations } from './0005-organizations.ts';
import { registrations } from './0006-registrations.ts';
import { imports } from './0007-imports.ts';
import { access } from './0008-access.ts';
import { totals } from './0009-totals.ts';
import { erasure } from './0010-erasure.ts';
import { tickets } from './0011-tickets.ts';
import { webhooks } from './0012-webhooks.ts';
import { webhookAttempts } from './0013-webhook-attempts.ts';
import { reports } from './0014-reports.ts';
import { watchers } from './0016-watchers.ts';
import { alerts } from './0017-alerts.ts';
import { keptDays } from './0018-kept-days.ts';
import { registrationCounts } from './0021-registration-counts.ts';
import { countriesInKeptDays } from './0022-countries-in-kept-days.ts';

/** Every migration in order: the first makes version 1 of an empty file. Never change one that has been released. */
export const MIGRATIONS: readonly string[] = [
  initial,
  replica,
  connections,
  people,
  organizations,
  registrations,
  imports,
  access,
  totals,
  erasure,
  tickets,
  webhooks,
  webhookAttempts,
  reports,
  watchers,
  alerts,
  keptDays,
  registrationCounts,
  countriesInKeptDays,
];
