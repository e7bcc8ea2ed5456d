import { expect, test } from 'vitest';
import { NodeTokens } from '../../server/bootstrap/node-tokens.ts';
import { Tokens } from '../../server/gateway/tokens.ts';
import { inSeconds, mint, SECRET } from '../support/tokens.ts';

const nodes = new NodeTokens([SECRET]);
const minute = { exp: inSeconds(60) };

test('a node knows another by the secret that they share, an older one too', async () => {
  const token = await nodes.sign();
  expect(nodes.isGood(token)).toBe(true);
  expect(new NodeTokens(['a-newer-secret-of-at-least-32-bytes!', SECRET]).isGood(token)).toBe(true);
  expect(new NodeTokens(['a-newer-secret-of-at-least-32-bytes!']).isGood(token)).toBe(false);
});

test.each(['attendee', 'moderator', 'operator', 'admin', undefined, ['node'], 'Node'])(
  'a token of the role %s is no node’s',
  (role) => {
    expect(nodes.isGood(mint({ ...minute, role }))).toBe(false);
  },
);

test('a node’s token is short-lived', () => {
  const ofNode = (exp: unknown) => nodes.isGood(mint({ role: 'node', exp }));
  expect(ofNode(inSeconds(60))).toBe(true);
  for (const exp of [undefined, null, '9e9', inSeconds(-1), inSeconds(3600)]) expect(ofNode(exp)).toBe(false);
});

test('a node’s token is nobody else’s, whatever it claims besides', async () => {
  const tokens = new Tokens({ secrets: [SECRET] });
  expect(await tokens.verify(await nodes.sign())).toBeUndefined();
  expect(await tokens.verify(mint({ ...minute, role: 'node' }))).toBeUndefined();
});
