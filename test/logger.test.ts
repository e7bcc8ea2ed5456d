import type { pino } from 'pino';
import { expect, it } from 'vitest';
import { createLogger } from '../server/logger.ts';

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.e30.signature';

/** What a logger of this level writes, line by line. */
function written(level: string, write: (logger: pino.Logger) => void): string[] {
  const lines: string[] = [];
  write(createLogger(level, { write: (line: string) => lines.push(line) }));
  return lines;
}

it.each([
  [{ token: TOKEN }],
  [{ secret: TOKEN }],
  [{ authorization: `Bearer ${TOKEN}` }],
  [{ headers: { authorization: `Bearer ${TOKEN}`, host: 'example.org' } }],
  [{ req: { headers: { authorization: `Bearer ${TOKEN}` } } }],
  [{ auth: { token: TOKEN } }],
  [{ auth: TOKEN }],
  [{ message: { type: 'auth', token: TOKEN } }],
  [{ config: { secret: TOKEN } }],
  [{ config: { jwtSecrets: [TOKEN], metricsToken: TOKEN } }],
])('a token in %j does not get into the log', (fields) => {
  const [line = ''] = written('info', (logger) => logger.info(fields, 'said'));
  expect(line).not.toContain(TOKEN);
  expect(line).toContain('[redacted]');
  expect(JSON.parse(line)).toMatchObject({ msg: 'said' });
});

it('what is no secret stays readable', () => {
  const [line = ''] = written('info', (logger) =>
    logger.info({ port: 8080, headers: { host: 'a' } }, 'said'),
  );
  expect(JSON.parse(line)).toMatchObject({ level: 30, port: 8080, headers: { host: 'a' }, msg: 'said' });
});

it('a line carries the time in ISO 8601 and UTC', () => {
  const [line = ''] = written('info', (logger) => logger.info('said'));
  const { time } = JSON.parse(line);
  expect(new Date(time).toISOString()).toBe(time);
});

it('only what is as grave as the level is written', () => {
  const say = (logger: pino.Logger) => {
    logger.info('info');
    logger.error('error');
  };
  expect(written('error', say)).toHaveLength(1);
  expect(written('silent', say)).toHaveLength(0);
});
