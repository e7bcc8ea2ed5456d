// One attendee by the SDK: comes to the keynote, says hello, stays until Ctrl+C.
import { connect } from '@headcount/client';
import { WebSocket } from 'ws'; // browsers and Node 22 have their own and need no import

const { HEADCOUNT_URL: url = 'ws://127.0.0.1:8080', TOKEN: token } = process.env;
const connection = connect({ url, token, WebSocket });

connection.subscribe('session:keynote', ({ concurrent, peak, engagement }) => {
  console.log('counters', { concurrent, peak: peak.value, engagement });
});
console.log('joined', await connection.join('keynote'));
await connection.engage('keynote', 'chat.message', { text: 'Hello!' });
console.log('the message is stored');

process.once('SIGINT', () => connection.close());
