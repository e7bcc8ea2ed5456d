import { describe } from 'vitest';
import { badMessagesSuite } from './messages.suite.ts';

describe('over a plain WebSocket', () => {
  badMessagesSuite('plain');
});
