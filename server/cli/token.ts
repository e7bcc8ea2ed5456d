import { z } from 'zod';
import { readEnvironment } from '../config.ts';
import { ClaimsSchema } from '../gateway/claims.ts';
import { Tokens } from '../gateway/tokens.ts';
import { ownSecret } from '../secret.ts';
import { readOptions, runCommand, UsageError } from './arguments.ts';

const OPTIONS = [
  { name: 'role', value: 'ROLE', help: 'attendee, moderator, operator or admin (default operator)' },
  { name: 'org', value: 'ID', help: 'the organization (default demo)' },
  { name: 'sub', value: 'ID', help: 'the attendee or user (default cli)' },
  { name: 'event', value: 'ID', help: 'limits the token to one event' },
  { name: 'name', value: 'TEXT', help: 'name of the attendee' },
  { name: 'email', value: 'TEXT', help: 'e-mail of the attendee' },
  { name: 'country', value: 'CC', help: 'ISO 3166-1 alpha-2' },
  { name: 'hours', value: 'N', help: 'how long it is good (default 24)' },
] as const;

const Hours = z.coerce
  .number()
  .gt(0)
  .max(24 * 366);

/** `npm run token -- --role operator --org demo` prints a token signed with the server's secret. */
async function printToken(): Promise<void> {
  const { role = 'operator', org = 'demo', sub = 'cli', hours = '24', ...rest } = readOptions(OPTIONS);
  const wanted = ClaimsSchema.omit({ exp: true, nbf: true }).safeParse({ role, org, sub, ...rest });
  if (!wanted.success) {
    throw new UsageError(
      wanted.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'),
    );
  }
  const length = Hours.safeParse(hours);
  if (!length.success) throw new UsageError(`--hours is ${JSON.stringify(hours)}: must be a number above 0`);
  const { jwtSecrets, jwksUrl, jwtIssuer, jwtAudience, dataDir } = readEnvironment();
  if (jwtSecrets === undefined && jwksUrl !== undefined) {
    throw new UsageError('JWKS_URL is set without JWT_SECRET: the server takes tokens of the key set only');
  }
  const tokens = new Tokens({
    secrets: jwtSecrets ?? [ownSecret(dataDir)],
    issuer: jwtIssuer,
    audience: jwtAudience,
  });
  const token = await tokens.sign({ ...wanted.data, expiresInSeconds: Math.round(length.data * 3600) });
  process.stdout.write(`${token}\n`);
}

runCommand(printToken);
