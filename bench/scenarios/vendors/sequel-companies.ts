import { FIRST_DAY } from '../../load/history/programme.ts';
import { type Paths, vendorFigure } from './endpoints.ts';

const DAY_MS = 86_400_000;
const TIMES = 20;

const date = (day: number) => new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10);
const MONTH = `startDate=${date(10)}&endDate=${date(39)}`;

const often =
  (path: string): Paths =>
  () =>
    Array<string>(TIMES).fill(path);

const ofBench = (path: string) => often(`/analytics/user-engagement/companies/bench/${path}`);

/** Of one company, which has six of ten events of the file. */
export const sequelCompanies = vendorFigure({
  name: 'vendors-sequel-companies',
  base: '/compat/sequel/api',
  headers: (token) => ({ authorization: `Bearer ${token}` }),
  endpoints: {
    lifetime: ofBench('usage/lifetime'),
    usage: ofBench(`usage?${MONTH}`),
    stageByDay: ofBench(`virtual-stage/usage-by-day?${MONTH}`),
    networkingByDay: ofBench(`networking/usage-by-day?${MONTH}`),
    comparison: ofBench('usage/compare?period=month'),
    topParticipants: ofBench(`top-participants?limit=100&${MONTH}`),
    users: ofBench(`users?limit=100&${MONTH}`),
    subCompanies: ofBench('sub-companies'),
    company: often('/v1/company/bench'),
    companies: often('/v1/company/bench/list'),
    events: often('/v1/company/bench/events'),
    retention: often('/v1/company/bench/retention'),
  },
});
