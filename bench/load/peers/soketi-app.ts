/** The application of the bench in soketi: no limits of its own, and clients may publish. */
export const SOKETI_APP = {
  id: 'bench',
  key: 'bench-key',
  secret: 'a secret of the bench and of nothing else',
  maxConnections: -1,
  enableClientMessages: true,
  enabled: true,
  maxBackendEventsPerSecond: -1,
  maxClientEventsPerSecond: -1,
  maxReadRequestsPerSecond: -1,
  webhooks: [],
};
