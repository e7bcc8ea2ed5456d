import type { RedisFacts } from '../../storage/redis/inspect.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const OLDEST_MAJOR = 7;
/** One entry has to be answered before the next, every 25 ms. */
const SLOW_ROUND_TRIP_MS = 10;

/** What the log and the time series want of Redis (docs/architecture.md, docs/grafana.md). */
export function judgeRedis(facts: RedisFacts): Finding[] {
  return [
    judgeServer(facts),
    judgeModule(facts),
    judgePersistence(facts),
    judgeEviction(facts),
    judgeTrip(facts),
  ];
}

function judgeServer({ version, role }: RedisFacts): Finding {
  const text = `version ${version}, ${role}`;
  if (role !== 'master')
    return problem('Redis', text, 'REDIS_URL must name the master, or sentinels that know it');
  if (Number.parseInt(version, 10) < OLDEST_MAJOR)
    return warning('Redis', text, `untried below version ${OLDEST_MAJOR}`);
  return ok('Redis', text);
}

function judgeModule({ hasTimeSeries }: RedisFacts): Finding {
  const subject = 'Redis TimeSeries';
  if (hasTimeSeries) return ok(subject, 'is there');
  return problem(subject, 'is missing', 'Redis 8, Redis Stack, or loadmodule redistimeseries.so');
}

function judgePersistence({ appendOnly, appendSync }: RedisFacts): Finding {
  const subject = 'Redis persistence';
  if (!appendOnly) return warning(subject, 'no append-only file', 'appendonly yes: the log is in it');
  if (appendSync === 'no')
    return warning(subject, 'append-only file, synced when the system likes', 'appendfsync everysec');
  return ok(subject, `append-only file${appendSync === null ? '' : `, synced ${appendSync}`}`);
}

function judgeEviction({ evictionPolicy }: RedisFacts): Finding {
  const subject = 'Redis eviction';
  if (evictionPolicy === 'noeviction' || evictionPolicy.startsWith('volatile-'))
    return ok(subject, evictionPolicy);
  return problem(subject, evictionPolicy, 'maxmemory-policy noeviction: else it may drop the log');
}

function judgeTrip({ roundTripMs }: RedisFacts): Finding {
  const subject = 'Redis round trip';
  const text = `${roundTripMs.toFixed(1)} ms`;
  if (roundTripMs <= SLOW_ROUND_TRIP_MS) return ok(subject, text);
  return warning(subject, text, 'a Redis nearby: each join waits for it');
}
