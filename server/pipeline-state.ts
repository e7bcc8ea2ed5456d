/**
 * `reading`: not caught up yet; `following`: this node takes part; `away`: the log cannot be reached; `waiting`: nodes of older
 * rules run still; `outdated`: nodes of newer rules run; `lost`: the log has gone on without this node; `closed`.
 */
export type PipelineState = 'reading' | 'following' | 'away' | 'waiting' | 'outdated' | 'lost' | 'closed';

/** Why a node in this state should get no traffic. */
export const NOT_READY: Readonly<Record<PipelineState, string>> = {
  reading: 'the log has not been read to its end',
  following: '',
  away: 'the log is away',
  waiting: 'nodes of older rules run still',
  outdated: 'nodes of newer rules run',
  lost: 'the log has gone on without this node',
  closed: 'shutting down',
};
