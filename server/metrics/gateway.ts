import type { Connections } from '../gateway/connections.ts';
import type { PaceKeeper } from '../gateway/pace/pace-keeper.ts';
import { observePace } from './pace.ts';
import type { ScrapedMetrics } from './scraped-metrics.ts';

export interface GatewaySource {
  readonly connections: Connections;
  readonly paces: Pick<PaceKeeper, 'current' | 'figures'>;
  readonly recorder: { readonly waitingEffects: number; readonly dataThrough: number };
  readonly channelCount: () => number;
  /** Open sockets of Engine.IO, whoever they belong to. */
  readonly socketIoClients: () => number;
  /** The heap is nearly full. */
  readonly isOutOfRoom: () => boolean;
  readonly now: () => number;
}

/** Who is connected, what they send, and what waits to be written of it. */
export function observeGateway(scraped: ScrapedMetrics, source: GatewaySource): void {
  const { connections, recorder, paces, channelCount, socketIoClients, isOutOfRoom, now } = source;
  observePace(scraped, paces);
  const { stats } = connections;
  scraped.gauge('headcount_connections', 'Open connections.', () => stats.connections);
  scraped.gauge(
    'headcount_socketio_clients',
    'Sockets of Socket.IO, authenticated or not; more than there are means that some leak.',
    socketIoClients,
  );
  scraped.gauge(
    'headcount_out_of_room',
    '1 while nobody new is let in because the heap is nearly full.',
    () => Number(isOutOfRoom()),
  );
  scraped.gauge('headcount_subscribed_scopes', 'Scopes that somebody subscribes to.', channelCount);
  scraped.gauge(
    'headcount_recorder_waiting_effects',
    'Effects that wait to be written.',
    () => recorder.waitingEffects,
  );
  scraped.gauge('headcount_recorder_lag_seconds', 'Log time that is not yet on disk.', () =>
    Math.max(0, (now() - recorder.dataThrough) / 1000),
  );
  scraped.total('headcount_connections_opened_total', 'Connections opened.', () => stats.connectionsOpened);
  scraped.total('headcount_heartbeats_total', 'Heartbeat frames.', () => stats.heartbeats);
  scraped.total(
    'headcount_slow_readers_total',
    'Connections closed because they did not read.',
    () => stats.slowReaders,
  );
  scraped.totals('headcount_messages_total', 'Messages by type.', 'type', stats.messages);
  scraped.totals('headcount_errors_total', 'Refusals by code.', 'code', stats.errors);
  scraped.totals('headcount_closes_total', 'Closed connections by close code.', 'code', stats.closes);
}
