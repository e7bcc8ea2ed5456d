import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port for a server that is killed and started again in the same place. With PORT=0 uWebSockets.js does not ask to reuse
 * the port, and what is left of the first server's connections would keep the second one out for a minute.
 */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
