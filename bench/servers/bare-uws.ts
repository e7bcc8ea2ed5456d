import { App, us_socket_local_port } from 'uWebSockets.js';
import { obey } from './orders.ts';
import { sampleCounters } from './sample-counters.ts';

const ROOM = 'room';
const PUSHED = sampleCounters(1);
const ANSWERED = sampleCounters(8000);
const SUBSCRIBED = '{"type":"joined","session":"s1","concurrent":4321}';

const app = App();
/** The same limits as the real server's, else nothing. */
const limits = { maxPayloadLength: 65_536, maxBackpressure: 65_536, idleTimeout: 120 };

app.ws('/nothing', { ...limits, message: () => undefined });
app.ws('/subscribe', {
  ...limits,
  message: (ws) => {
    ws.subscribe(ROOM);
    ws.send(SUBSCRIBED);
  },
});
app.ws('/publish', {
  ...limits,
  message: () => {
    app.publish(ROOM, PUSHED);
  },
});
app.get('/counters', (res) => {
  res.writeHeader('content-type', 'application/json').writeHeader('cache-control', 'no-store');
  res.writeHeader('x-content-type-options', 'nosniff').end(ANSWERED);
});
app.listen('127.0.0.1', 0, (socket) => {
  if (!socket) throw new Error('no free port');
  obey(us_socket_local_port(socket as Parameters<typeof us_socket_local_port>[0]));
});
