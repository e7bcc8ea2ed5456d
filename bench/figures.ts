import type { Figure } from './runner/figure.ts';
import { connect } from './scenarios/connect.ts';
import { countersRoute } from './scenarios/counters-route.ts';
import { engagements } from './scenarios/engagements.ts';
import { fanOut } from './scenarios/fan-out.ts';
import { heartbeat } from './scenarios/heartbeat.ts';
import { heartbeatFlood } from './scenarios/heartbeat-flood.ts';
import { logAndLive } from './scenarios/log-and-live.ts';
import { memory } from './scenarios/memory.ts';
import { timeSeriesBytes } from './scenarios/time-series-bytes.ts';

export const FIGURES: readonly Figure[] = [
  heartbeatFlood,
  heartbeat,
  memory,
  fanOut,
  connect,
  countersRoute,
  logAndLive,
  engagements,
  timeSeriesBytes,
];
