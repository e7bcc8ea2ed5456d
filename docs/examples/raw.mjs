// The same with nothing but a WebSocket: every frame sent and received is printed.
import { once } from 'node:events';
import { WebSocket } from 'ws';

const { HEADCOUNT_URL: url = 'ws://127.0.0.1:8080', TOKEN: token } = process.env;
const socket = new WebSocket(`${url}/v1/ws`);
const send = (frame) => {
  console.log('>', frame.replace(token, '<token>'));
  socket.send(frame);
};
socket.on('message', (frame) => console.log('<', String(frame)));
await once(socket, 'open');

send(JSON.stringify({ type: 'auth', token }));
send(JSON.stringify({ type: 'join', session: 'keynote' }));
send(
  JSON.stringify({
    type: 'engage',
    id: crypto.randomUUID(),
    session: 'keynote',
    action: 'reaction',
    data: { reaction: 'clap' },
  }),
);
send(JSON.stringify({ type: 'subscribe', scope: 'session:keynote' }));
const heartbeats = setInterval(() => send('h'), 15_000);

process.once('SIGINT', () => {
  clearInterval(heartbeats);
  send(JSON.stringify({ type: 'leave', session: 'keynote' }));
  socket.once('message', () => socket.close());
});
