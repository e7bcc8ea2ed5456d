import { expect, it } from 'vitest';
import { parseRedisUrl } from '../../../storage/redis/redis-target.ts';

it.each(['redis://localhost', 'redis://user:password@10.0.0.1:6380/2', 'rediss://redis.example.com:6379'])(
  'takes %s as it is',
  async (url) => {
    expect(await parseRedisUrl(url)({ timeoutMs: 1000, signal: new AbortController().signal })).toEqual({
      url,
    });
  },
);

it.each(['', 'localhost:6379', 'http://localhost', 'sentinel+redis://localhost', 'sentinel+redis:///main'])(
  'does not understand %j',
  (url) => {
    expect(() => parseRedisUrl(url)).toThrow();
  },
);
