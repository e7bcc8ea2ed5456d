import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { BYTES_HEADER } from '../bootstrap/bytes-header.ts';
import type { Copy } from '../bootstrap/copies.ts';
import type { ApiEnv } from './context.ts';

const TYPE = 'application/vnd.sqlite3';

/** The description of an answer that is a SQLite file. */
export const sqliteAnswer = (description: string) => ({
  description,
  content: { [TYPE]: { schema: z.string().openapi({ format: 'binary' }) } },
});

/** To HEAD: no copy is made for it. */
export const answerSqliteHead = (c: Context<ApiEnv>) => c.body(null, 200, { 'content-type': TYPE });

export const answerSqlite = (c: Context<ApiEnv>, { body, bytes }: Copy) =>
  c.body(body, 200, { 'content-type': TYPE, [BYTES_HEADER]: String(bytes) });
