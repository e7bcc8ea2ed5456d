import { expect, it } from 'vitest';
import { checkAction, isKeepable } from '../../server/protocol/actions.ts';

it('data of a custom action is kept as it came or refused: no number becomes null', () => {
  const data = JSON.parse('{"a":[1,{"b":1e309}]}');
  expect(isKeepable(data)).toBe(false);
  expect(checkAction('x.score', data)).toMatchObject({ ok: false, code: 'invalid_data' });
  expect(checkAction('x.score', { a: [1, { b: -1.7e308 }] })).toMatchObject({ ok: true });
});
