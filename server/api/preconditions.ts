import type { Context } from 'hono';
import type { ExpectedVersion } from '../live/expected-version.ts';
import type { ApiEnv } from './context.ts';
import { badParameter } from './problem.ts';

const MAX_LENGTH = 1024;
const WORD = 'must be * or the ETags of earlier answers';
// What has been compressed on its way carries a weak tag, which names the same version.
const TAGS = /^(?:W\/)?"(?:[\x21\x23-\x7e]*)"(?:[\t ]*,[\t ]*(?:W\/)?"(?:[\x21\x23-\x7e]*)")*$/;

/** Tags that are not ours name no version. */
function versionsIn(header: string): number[] {
  const tags = [...header.matchAll(/"([^"]*)"/g)].map(([, tag = '']) => tag);
  return tags.filter((tag) => /^\d{1,15}$/.test(tag)).map(Number);
}

/**
 * What If-Match or If-None-Match (`*` only: to make what is not there yet) expect of the version; undefined without either.
 * @throws ApiError 400 for what neither header may be.
 */
export function expectedVersion(c: Context<ApiEnv>): ExpectedVersion | undefined {
  const match = c.req.header('if-match')?.trim();
  const noneMatch = c.req.header('if-none-match')?.trim();
  if (noneMatch !== undefined) {
    if (noneMatch !== '*') throw badParameter('If-None-Match', 'must be *');
    if (match !== undefined) throw badParameter('If-None-Match', 'does not go with If-Match');
    return 'none';
  }
  if (match === undefined) return undefined;
  if (match === '*') return 'any';
  if (match.length > MAX_LENGTH || !TAGS.test(match)) throw badParameter('If-Match', WORD);
  return versionsIn(match);
}

/** Headers of an answer with an object of this version. */
export const etag = (version: number) => ({ etag: `"${version}"` });
