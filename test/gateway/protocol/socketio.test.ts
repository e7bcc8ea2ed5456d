import { describe } from 'vitest';
import { endingSuite } from './ending.suite.ts';
import { joiningSuite } from './joining.suite.ts';

describe('over Socket.IO', () => {
  joiningSuite('socketio');
  endingSuite('socketio');
});
