import { describe } from 'vitest';
import { endingSuite } from './ending.suite.ts';
import { engagingSuite } from './engaging.suite.ts';
import { expellingSuite } from './expelling.suite.ts';
import { joiningSuite } from './joining.suite.ts';
import { paceSuite } from './pace.suite.ts';
import { presenceSuite } from './presence.suite.ts';
import { subscribingSuite } from './subscribing.suite.ts';

describe('over Socket.IO', () => {
  joiningSuite('socketio');
  endingSuite('socketio');
  engagingSuite('socketio');
  expellingSuite('socketio');
  subscribingSuite('socketio');
  presenceSuite('socketio');
  paceSuite('socketio');
});
