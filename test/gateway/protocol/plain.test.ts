import { describe } from 'vitest';
import { endingSuite } from './ending.suite.ts';
import { joiningSuite } from './joining.suite.ts';

describe('over a plain WebSocket', () => {
  joiningSuite('plain');
  endingSuite('plain');
});
