/** `GET /v1/operations`: figures are null where they are not known. */
export interface OperationsAnswer {
  at: string;
  startedAt: string | null;
  ready: boolean;
  reasons: string[];
  nodes: { node: string; leader: boolean }[];
  log: {
    following: boolean;
    pendingChanges: number;
    redis: RedisAnswer | null;
  };
  connections: { open: number; opened: number; slowReaders: number; subscribedScopes: number };
  heartbeat: {
    seconds: number;
    timeoutSeconds: number;
    presences: number;
    costSeconds: number;
    coreShare: number;
  };
  memory: { residentBytes: number | null; heapUsedBytes: number | null; eventLoopLagSeconds: number | null };
  recorder: {
    lagSeconds: number | null;
    waitingEffects: number | null;
    commits: number;
    commitFailures: number;
    commitAverageSeconds: number | null;
    commitMostSeconds: number | null;
  };
  check: { at: string | null; differences: number | null };
  webhooks: { inFlight: number | null; pending: number | null; oldestPendingSeconds: number | null };
}

export interface RedisAnswer {
  connected: boolean;
  lagSeconds: number | null;
  ringBytes: number | null;
  reconnects: number | null;
  failures: number | null;
  hashMismatches: number | null;
  restorations: number | null;
}

export const ROLES = ['attendee', 'moderator', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface KeyAnswer {
  id: string;
  name: string;
  role: Role;
  organization: string;
  event: string | null;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
}

export interface NewKeyAnswer {
  id: string;
  name: string;
  /** Its text, given this once. */
  key: string;
}

export interface ListAnswer<Item> {
  items: Item[];
  nextCursor: string | null;
}
