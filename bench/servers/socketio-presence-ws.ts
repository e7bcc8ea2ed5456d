import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { obey } from './orders.ts';
import { countPresence, SOCKET_IO_OPTIONS } from './socketio-presence.ts';

const http = createServer();
countPresence(new Server(http, SOCKET_IO_OPTIONS));
http.listen(0, '127.0.0.1', () => obey((http.address() as AddressInfo).port));
