import { bareUws } from './bare-uws.ts';
import { headcount } from './headcount.ts';
import type { Peer } from './peer.ts';
import { socketIoOnUws, socketIoOnWs } from './socket-io.ts';
import { soketi } from './soketi.ts';

export const PEERS: readonly Peer[] = [headcount, bareUws, socketIoOnUws, socketIoOnWs, soketi];
