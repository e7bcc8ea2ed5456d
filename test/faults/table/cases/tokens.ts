import type { CaseGroup } from '../fault-case.ts';

const TOKENS = 'test/gateway/tokens.test.ts';
const KEY_SET = 'test/gateway/key-set.test.ts';
const REFUSED = 'a token with %s is refused';
const HEADER = 'a token with %s in its header is refused';

export const TOKEN_CASES: CaseGroup = {
  letter: 'C',
  title: 'Tokens and keys',
  cases: [
    {
      id: 45,
      input: '`alg` of `none` in any case, an empty signature',
      expected: 'Refused',
      tests: {
        [TOKENS]: ['a token of alg %j is refused, signed or not', 'a token %s is refused'],
        [KEY_SET]: ['the alg of a token does not choose the key'],
      },
    },
    {
      id: 46,
      input: 'HS256 with the public key as the secret',
      expected: 'Refused',
      tests: {
        [KEY_SET]: [
          'HS256 tokens are refused, above all those signed with a public key',
          'both kinds of token are accepted, each with its own key only',
        ],
      },
    },
    {
      id: 47,
      input: '`kid` with a path or SQL, `jku`, `x5u`, `jwk`',
      expected: 'Never followed',
      tests: {
        [TOKENS]: ['what %j in a header says about keys does not matter'],
        [KEY_SET]: [
          'keys that a header brings or points to are never followed',
          'a header with %j is refused',
        ],
      },
    },
    {
      id: 48,
      input: 'Two or four segments, padding, plain base64, white space, 16 KB',
      expected: 'Refused',
      tests: { [TOKENS]: ['a token %s is refused'] },
    },
    {
      id: 49,
      input: '`exp` missing, past, a text, 1e309; `nbf` ahead; a minute of leeway',
      expected: 'Refused outside the leeway',
      byDesign: 'an `exp` with decimals, or very far ahead, is good: it is a finite number',
      tests: {
        [TOKENS]: [REFUSED, 'an exp too large for a number is refused', 'a token %s is accepted'],
        [KEY_SET]: ['an issuer’s clock may be ahead by less than a minute'],
      },
    },
    {
      id: 50,
      input: 'Another issuer or audience, none, a list; another type of token',
      expected: 'Refused; a list that has the audience is good',
      tests: { [TOKENS]: [REFUSED, 'a token with %s is accepted', HEADER] },
    },
    {
      id: 51,
      input: 'Claims of a wrong type',
      expected: 'Refused',
      tests: { [TOKENS]: [REFUSED] },
    },
    { id: 52, input: 'A `crit` header', expected: 'Refused', tests: { [TOKENS]: [HEADER] } },
    {
      id: 53,
      input: 'ES256 with a signature of zeros',
      expected: 'Refused',
      tests: { [KEY_SET]: ['a signature of zeros is refused'] },
    },
    {
      id: 54,
      input: 'A secret of less than 32 bytes',
      expected: 'The server does not start, and does not show it',
      tests: {
        'test/start.test.ts': ['a secret below 32 bytes ends the server with code 2 and is not shown'],
      },
    },
    {
      id: 55,
      input: 'A token that expires while its connection is open',
      expected: 'Closed with 4401 within a second',
      tests: {
        [TOKENS]: [
          'an expired token closes its %s connection within a second, joined or not',
          'a token that was good a moment ago is refused by REST once it has expired',
        ],
      },
    },
    {
      id: 56,
      input: 'A new and an old secret',
      expected: 'Both are good, the new one signs',
      tests: { [TOKENS]: ['tokens of both are accepted, and the new one signs'] },
    },
    {
      id: 57,
      input: 'Somebody is put out, erased, or a key is deleted',
      expected: 'All sockets closed, on all nodes, within a second',
      byDesign: 'tokens are not revoked one by one: they are short, and people and keys can be put out',
      tests: {
        'test/cluster/one-figure.test.ts': [
          'put somebody out everywhere at once, and let nobody in with a deleted key, within a second',
        ],
        'test/gateway/protocol/expelling.suite.ts': [
          'of everything loses every socket, also those that only subscribe, and no one else’s',
        ],
        'test/api/erasure.test.ts': [
          'does not come back with a token from before, but may with a later one, as somebody else',
        ],
      },
    },
    {
      id: 58,
      input: 'A token in a query',
      expected: 'Worth nothing, and in no log',
      tests: {
        [TOKENS]: [
          'a token in a query counts for nothing, and gets into no log',
          'no token, secret or signature has got into the log',
        ],
      },
    },
    {
      id: 59,
      input: 'API keys: another text of the same id, a mistyped one',
      expected: 'Refused; only a hash is stored, which is compared in constant time',
      tests: {
        'test/gateway/credentials.test.ts': [
          'another text of the same id is refused, as is a key that was deleted',
        ],
        'test/gateway/key-text.test.ts': ['a mistyped key is none'],
        'test/api/keys.test.ts': [
          'is shown once, works wherever a token does, and is refused at once when it is deleted',
        ],
      },
      untried: 'the time of the comparison is not measured: it is `timingSafeEqual` over hashes',
    },
    {
      id: 60,
      input: '`Authorization` twice, `Basic`, `bEARER`',
      expected: '401, but for the last, which is good',
      tests: {
        [TOKENS]: [
          'an Authorization header with %s is refused',
          'the scheme of an Authorization header may be written in any case',
        ],
        'test/api/requests/wire.suite.ts': ['two Authorization headers are none'],
      },
    },
  ],
};
