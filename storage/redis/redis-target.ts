import { RedisClient } from 'redis';
import type { Attempt } from './client.ts';
import { askSentinels } from './sentinel.ts';

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** What a client needs to know of a server. */
export interface ServerOptions {
  readonly url: string;
}

/** Where Redis is, now: with Sentinel that changes. */
export type RedisTarget = (attempt: Attempt) => Promise<ServerOptions>;

const SENTINEL = /^sentinel\+(rediss?):$/;
const SENTINEL_PORT = 26379;

function hostAndPort(text: string): HostAndPort {
  const { hostname, port } = new URL(`redis://${text}`);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? SENTINEL_PORT : Number(port) };
}

/** `sentinel+redis://[user:password@]host:port,host:port/name[?db=1]`; user and password are those of the servers. */
function sentinelTarget(scheme: string, rest: string): RedisTarget {
  const [, credentials = '', hosts = '', name = '', database] =
    /^\/\/([^@/]*@)?([^/]+)\/([^/?]+)(?:\?db=(\d+))?$/.exec(rest) ?? [];
  if (name === '') throw new Error('REDIS_URL must be sentinel+redis://host:port,host:port/name');
  const sentinels = hosts.split(',').map(hostAndPort);
  return async (attempt) => {
    const { host, port } = await askSentinels({ sentinels, name: decodeURIComponent(name), ...attempt });
    const place = host.includes(':') ? `[${host}]` : host;
    return {
      url: `${scheme}://${credentials}${place}:${port}${database === undefined ? '' : `/${database}`}`,
    };
  };
}

/** `redis://`, `rediss://`, `sentinel+redis://`, `sentinel+rediss://`. Throws on anything else. */
export function parseRedisUrl(url: string): RedisTarget {
  const [, protocol = '', rest = ''] = /^([a-z+]+:)(.*)$/.exec(url) ?? [];
  const [, scheme] = SENTINEL.exec(protocol) ?? [];
  if (scheme !== undefined) return sentinelTarget(scheme, rest);
  // Throws on what it does not understand, without the password.
  RedisClient.parseURL(url);
  return () => Promise.resolve({ url });
}
