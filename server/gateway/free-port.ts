import { once } from 'node:events';
import { connect } from 'node:net';
import { StartError } from '../start-error.ts';

const ANY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/**
 * uWebSockets.js either shares a port with whoever listens there (each would count a part of the people) or, asked for it
 * alone, cannot have it for a minute after a crash, while old connections fade. So we ask first whether somebody answers.
 *
 * @throws StartError when somebody does.
 */
export async function expectFreePort(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const probe = connect({ host: ANY_ADDRESS[host] ?? host, port });
  const isTaken = await once(probe, 'connect').then(
    () => true,
    () => false,
  );
  probe.destroy();
  if (isTaken) throw new StartError(`cannot listen on ${host}:${port}: is the port in use?`);
}
