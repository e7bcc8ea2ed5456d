import { App, us_socket_local_port } from 'uWebSockets.js';
import { Server } from 'socket.io';
import { obey } from './orders.ts';
import { countPresence, SOCKET_IO_OPTIONS } from './socketio-presence.ts';

const app = App();
const io = new Server(SOCKET_IO_OPTIONS);
io.attachApp(app);
countPresence(io);
app.listen('127.0.0.1', 0, (socket) => {
  if (!socket) throw new Error('no free port');
  obey(us_socket_local_port(socket as Parameters<typeof us_socket_local_port>[0]));
});
