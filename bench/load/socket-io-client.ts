import { textFrame } from './frames.ts';
import { LoadSocket } from './web-socket.ts';

const PATH = '/socket.io/?EIO=4&transport=websocket';
/** Engine.IO's `message` with Socket.IO's `CONNECT`. */
const CONNECT = textFrame('40');

/** The event `h` without arguments. */
export const SOCKET_IO_HEARTBEAT = textFrame('42["h"]');

/** Connected to the default namespace. It answers no pings, so it lives for 45 seconds. */
export async function openSocketIoClient(port: number): Promise<LoadSocket> {
  const socket = await LoadSocket.open(port, PATH);
  await socket.receivedCount(1);
  socket.write(CONNECT);
  await socket.receivedCount(2);
  return socket;
}
