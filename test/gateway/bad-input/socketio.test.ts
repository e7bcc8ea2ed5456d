import { describe } from 'vitest';
import { badMessagesSuite } from './messages.suite.ts';

describe('over Socket.IO', () => {
  badMessagesSuite('socketio');
});
