import type { GatewayStats } from './gateway-stats.ts';

/**
 * To be called when uWS dropped a message because its socket has too much unread already. uWS itself only stops reading from
 * such a socket, which closes it unless it goes on sending; here it is closed in any case.
 */
export function closeSlowReader(stats: GatewayStats, socket: { close(): void }): void {
  if (!stats.noteSlowReader(socket)) return;
  // Not at once: uWS is in the middle of sending to all subscribers of a topic.
  setImmediate(() => {
    try {
      socket.close();
    } catch {
      // Gone meanwhile.
    }
  });
}
