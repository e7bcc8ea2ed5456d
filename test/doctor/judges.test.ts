import { describe, expect, it } from 'vitest';
import { judgeClock } from '../../server/doctor/clock.ts';
import { type DiskReading, judgeDisk } from '../../server/doctor/disk.ts';
import { judgeExposure } from '../../server/doctor/exposure.ts';
import { judgeFiles } from '../../server/doctor/files.ts';
import type { Finding } from '../../server/doctor/finding.ts';
import { judgeMemory } from '../../server/doctor/memory.ts';
import { judgeRedis } from '../../server/doctor/redis.ts';
import { guessBits, judgeSecrets } from '../../server/doctor/secrets.ts';
import type { RedisFacts } from '../../storage/redis/inspect.ts';

const GIB = 1024 ** 3;
const NOON = Date.UTC(2026, 0, 1, 12);

/** Subject and verdict of each finding that is not ok. */
const notOk = (...findings: Finding[]) =>
  findings.filter(({ verdict }) => verdict !== 'ok').map(({ subject, verdict }) => `${subject}: ${verdict}`);

describe('open files', () => {
  it.each([
    [100_500, []],
    [Number.POSITIVE_INFINITY, []],
    [100_499, ['open files: warning']],
    [256, ['open files: problem']],
    [null, ['open files: warning']],
  ])('%s of them for 100,000 connections', (limit, expected) => {
    expect(notOk(judgeFiles(limit, 100_000))).toEqual(expected);
  });
});

describe('memory', () => {
  it.each([
    [{ total: 4 * GIB, heapLimit: 2 * GIB }, []],
    [{ total: GIB / 2, heapLimit: 2 * GIB }, ['memory: warning']],
    [{ total: 4 * GIB, heapLimit: GIB / 4 }, ['heap: warning']],
  ])('of %o for 100,000 people', (reading, expected) => {
    expect(notOk(...judgeMemory(reading, 100_000))).toEqual(expected);
  });
});

describe('the disk', () => {
  const good: DiskReading = {
    freeBytes: 50 * GIB,
    totalBytes: 100 * GIB,
    fileSystem: 0xef53,
    syncMs: [1, 2, 3],
  };

  it.each<[string, Partial<DiskReading>, string[]]>([
    ['a good one', {}, []],
    ['little space', { freeBytes: GIB }, ['disk space: warning']],
    ['no space', { freeBytes: 1000 }, ['disk space: problem']],
    ['a slow one', { syncMs: [5, 30, 90] }, ['disk sync: warning']],
    ['one that hardly syncs', { syncMs: [300, 400, 900] }, ['disk sync: problem']],
    ['NFS', { fileSystem: 0x6969 }, ['file system: problem']],
    ['CIFS', { fileSystem: 0xff534d42 }, ['file system: problem']],
  ])('%s', (_name, change, expected) => {
    expect(notOk(...judgeDisk({ ...good, ...change }))).toEqual(expected);
  });
});

describe('the clock', () => {
  it.each<[string, number | null, number, string[]]>([
    ['as Redis', NOON - 5000, 300, []],
    ['behind Redis', null, 3000, ['clock: warning']],
    ['ahead of Redis beyond the leeway of tokens', null, -61_000, ['clock: problem']],
    ['behind its own history', NOON + 3_600_000, 0, ['clock: problem']],
  ])('%s', (_name, historyAt, aheadMs, expected) => {
    expect(notOk(...judgeClock(NOON, historyAt, [{ name: 'Redis', aheadMs }]))).toEqual(expected);
  });

  it('says which way', () => {
    expect(judgeClock(NOON, null, [{ name: 'Redis', aheadMs: 3000 }])[0]?.text).toBe('3.0 s behind Redis');
    expect(judgeClock(NOON, null, [{ name: 'Redis', aheadMs: -3000 }])[0]?.text).toBe('3.0 s ahead of Redis');
  });

  it('says what becomes of tokens', () => {
    const text = (aheadMs: number) => judgeClock(NOON, null, [{ name: 'Redis', aheadMs }])[0]?.text;
    expect(text(61_000)).toBe('61.0 s behind Redis: new tokens with nbf are refused');
    expect(text(-61_000)).toBe('61.0 s ahead of Redis: tokens expire too early');
  });
});

describe('secrets', () => {
  const random = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

  it.each<[string, string[], string[]]>([
    ['32 random bytes', [random], []],
    ['a word repeated', ['headcount'.repeat(5)], ['JWT_SECRET: problem']],
    ['one character', ['a'.repeat(64)], ['JWT_SECRET: problem']],
    ['a sentence with a word of its own', [`secret-${random}`], ['JWT_SECRET: warning']],
    ['an old one that is weak', [random, 'b'.repeat(32)], ['JWT_SECRET, old: problem']],
  ])('%s', (_name, list, expected) => {
    expect(notOk(...judgeSecrets(list, null))).toEqual(expected);
  });

  it('never guesses more bits than there can be', () => {
    expect(guessBits(random)).toBeLessThanOrEqual(64 * 4);
    expect(guessBits('abababababababababababababababababab')).toBe(2);
  });

  it('looks at the rights of its own', () => {
    expect(notOk(...judgeSecrets(undefined, 0o100600))).toEqual([]);
    expect(notOk(...judgeSecrets(undefined, 0o100644))).toEqual(['secret: problem']);
    expect(notOk(...judgeSecrets(undefined, null))).toEqual([]);
  });
});

describe('what strangers reach', () => {
  it.each<[string, string[] | undefined, string | undefined, string[]]>([
    ['127.0.0.1', undefined, undefined, []],
    ['::1', undefined, undefined, []],
    ['0.0.0.0', undefined, undefined, ['ALLOWED_ORIGINS: warning', 'METRICS_TOKEN: warning']],
    ['0.0.0.0', ['https://example.org'], 'token', []],
  ])('on %s, origins %o, metrics %s', (host, allowedOrigins, metricsToken, expected) => {
    expect(notOk(...judgeExposure({ host, allowedOrigins, metricsToken }))).toEqual(expected);
  });
});

describe('Redis', () => {
  const good: RedisFacts = {
    version: '8.2.1',
    role: 'master',
    hasTimeSeries: true,
    appendOnly: true,
    appendSync: 'everysec',
    evictionPolicy: 'noeviction',
    roundTripMs: 0.4,
    clockAheadMs: 0,
  };

  it.each<[string, Partial<RedisFacts>, string[]]>([
    ['a good one', {}, []],
    ['one whose settings are hidden', { appendSync: null }, []],
    ['a replica', { role: 'slave' }, ['Redis: problem']],
    ['an old one', { version: '6.2.9' }, ['Redis: warning']],
    ['without the module', { hasTimeSeries: false }, ['Redis TimeSeries: problem']],
    ['without a file', { appendOnly: false }, ['Redis persistence: warning']],
    ['hardly synced', { appendSync: 'no' }, ['Redis persistence: warning']],
    ['that may drop the log', { evictionPolicy: 'allkeys-lru' }, ['Redis eviction: problem']],
    ['far away', { roundTripMs: 40 }, ['Redis round trip: warning']],
  ])('%s', (_name, change, expected) => {
    expect(notOk(...judgeRedis({ ...good, ...change }))).toEqual(expected);
  });
});
