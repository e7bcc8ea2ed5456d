import { NodeTokens } from '../bootstrap/node-tokens.ts';
import { readEnvironment } from '../config.ts';
import { StartError } from '../start-error.ts';
import { readOptions, runCommand, UsageError } from './arguments.ts';

const OPTIONS = [
  { name: 'url', value: 'URL', help: 'the node that waits (default http://HOST:PORT)' },
] as const;

/** `npm run rules:raise` ends the nodes of older rules, so that the newer node which waits for them begins. */
async function raiseRules(): Promise<void> {
  const { host, port, jwtSecrets } = readEnvironment();
  const { url = `http://${host}:${port}` } = readOptions(OPTIONS);
  if (jwtSecrets === undefined) throw new UsageError('JWT_SECRET is not set: it must be that of the nodes');
  const token = await new NodeTokens(jwtSecrets).sign();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(new URL('/v1/rules/raise', url), { method: 'POST', headers }).catch(
    (error: unknown) => {
      throw new StartError(`${url} cannot be reached`, { cause: error });
    },
  );
  if (!response.ok) throw new StartError(`${url} answered ${response.status}: ${await response.text()}`);
  const { raised } = (await response.json()) as { raised: boolean };
  process.stdout.write(raised ? 'raised\n' : 'that node waits for no other\n');
}

runCommand(raiseRules);
