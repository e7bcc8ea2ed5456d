import { textFrame } from './frames.ts';
import type { LoadSocket } from './web-socket.ts';

const BEAT = textFrame('h');
/** Somewhat more often than the server asks for by default. */
const EVERY_MS = 12_000;

/** Sends the heartbeats of clients that would else be silent for longer than the server bears, until what it gives is called. */
export function keepBeating(sockets: readonly LoadSocket[], beat: Buffer = BEAT): () => void {
  const timer = setInterval(() => {
    for (const socket of sockets) socket.write(beat);
  }, EVERY_MS).unref();
  return () => clearInterval(timer);
}
