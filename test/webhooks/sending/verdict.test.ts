import { expect, it } from 'vitest';
import { sequelVerdict, standardVerdict } from '../../../server/webhooks/sending/verdict.ts';

it.each([
  [200, 'delivered', 'delivered'],
  [204, 'delivered', 'delivered'],
  [299, 'delivered', 'delivered'],
  [301, 'again', 'again'],
  [302, 'again', 'again'],
  [400, 'again', 'refused'],
  [401, 'again', 'refused'],
  [403, 'again', 'again'],
  [404, 'again', 'refused'],
  [410, 'gone', 'gone'],
  [429, 'again', 'again'],
  [500, 'again', 'again'],
  [503, 'again', 'again'],
  [null, 'again', 'again'],
] as const)('status %s means %s, for a Sequel subscription %s', (status, standard, sequel) => {
  expect(standardVerdict(status)).toBe(standard);
  expect(sequelVerdict(status)).toBe(sequel);
});
