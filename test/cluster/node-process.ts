import { readConfig } from '../../server/config.ts';
import { createLogger } from '../../server/logger.ts';
import { startServer } from '../../server/main.ts';
import { stateHash } from '../live/state-hash.ts';
import type { FromNode, ToNode } from './node-messages.ts';

/** How many state hashes are remembered. */
const HASHES = 400;

/** A node that tells its parent every entry that it applied, and the hash of its state after some: after the same on every node. */
const hashes = new Map<string, string>();
const { CLOCK_OFFSET_MS = '0', HASH_EVERY = '1', ...environment } = process.env;
const config = readConfig(environment);

function tell(message: FromNode): void {
  process.send?.(message);
}

const server = await startServer({
  config,
  logger: createLogger(config.logLevel),
  pageDir: config.dataDir,
  wall: () => Date.now() + Number(CLOCK_OFFSET_MS),
  onEntry: (entry, live) => {
    tell({ kind: 'entry', entry });
    if (entry.time % Number(HASH_EVERY) !== 0) return;
    hashes.set(entry.position, stateHash(live.snapshot()));
    for (const position of hashes.keys()) {
      if (hashes.size <= HASHES) break;
      hashes.delete(position);
    }
  },
});

process.on('message', (message: ToNode) => {
  if (message === 'hashes') tell({ kind: 'hashes', hashes: [...hashes] });
});
process.on('SIGTERM', () => {
  void server.close().then(() => process.exit(0));
});
tell({ kind: 'listening', port: server.port });
