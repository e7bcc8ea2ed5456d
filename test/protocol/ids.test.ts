import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatScope, Id, parseScope } from '../../server/protocol/ids.ts';

describe('ids', () => {
  test.each(['a', '0', '._~:@+|/-', 'ж', '会場', 'é', 'a'.repeat(128), '𝐀'.repeat(128)])(
    '%j is one',
    (id) => {
      expect(Id.parse(id)).toBe(id);
    },
  );

  test.each([
    '',
    ' ',
    'a b',
    'a'.repeat(129),
    '𝐀'.repeat(129),
    '🎉',
    'a\u001f',
    'a\u0000',
    '\ud800',
    'a,b',
    'a*',
    '½',
  ])('%j is none', (id) => {
    expect(Id.safeParse(id).success).toBe(false);
  });

  test('are normalized before they are measured', () => {
    expect(Id.parse('e\u0301')).toBe('\u00e9');
    expect(Id.parse('e\u0301'.repeat(128))).toBe('\u00e9'.repeat(128));
  });
});

describe('scopes', () => {
  test('are read as they are written, whatever the id', () => {
    const ids = fc.string({
      unit: fc.constantFrom('a', 'ж', ':', '/', 'session', '.', 'é'),
      minLength: 1,
      maxLength: 18,
    });
    fc.assert(
      fc.property(fc.constantFrom('session', 'event', 'organization'), ids, (kind, id) => {
        expect(parseScope(formatScope({ kind, id }))).toEqual({ kind, id });
      }),
    );
  });

  test.each([
    '',
    ':',
    'session',
    'session:',
    'room:a',
    'Session:a',
    ' session:a',
    'session:a b',
    'session:\n',
  ])('%j is none', (text) => {
    expect(parseScope(text)).toBeUndefined();
  });
});
