import { Opcode } from '../../support/frames.ts';
import { type Case, delivered, FAILED, fragments, frames, messageWith } from './step.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const KOSME = 'cebae1bdb9cf83cebcceb5';

/** The sequence within a message of ours, whole, and the message byte by byte where that asks for more. */
const sequence = (id: string, bytes: string, isValid: boolean): Case => ({
  id,
  what: `UTF-8 ${bytes}`,
  bytes: isValid
    ? frames({ payload: messageWith(hex(bytes)) })
    : frames({ payload: messageWith(hex(bytes)) }, { opcode: Opcode.ping, payload: 'late' }),
  expected: isValid ? delivered() : FAILED,
});

const numbered = (group: string, isValid: boolean, list: readonly string[]): Case[] =>
  list.map((bytes, index) => sequence(`${group}.${index + 1}`, bytes, isValid));

/** JSON must not hold control characters, so U+0000 and U+007F come as keys of the others do: escaped, or as they are where they may. */
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const byte = (value: number) => value.toString(16).padStart(2, '0');
const lonely = (from: number, to: number) =>
  range(from, to)
    .map((value) => `${byte(value)}20`)
    .join('');

/** Prefixes of "κόσμε": cut within a character they are invalid, between characters not. */
const prefixes = range(1, 11).map((length) => {
  const bytes = KOSME.slice(0, length * 2);
  const isWhole = Buffer.from(bytes, 'hex').equals(Buffer.from(Buffer.from(bytes, 'hex').toString('utf8')));
  return sequence(`6.6.${length}`, bytes, isWhole);
});

const NONCHARACTERS = range(0, 16).flatMap((plane) =>
  [0xfffe, 0xffff].map((low) => Buffer.from(String.fromCodePoint(plane * 0x10000 + low)).toString('hex')),
);

const torn = messageWith(hex(KOSME));
const tornBad = messageWith(hex(`${KOSME}f4908080`));

/** 6: text must be UTF-8, in whatever parts it comes. */
export const UTF8: readonly Case[] = [
  {
    id: '6.1.1',
    what: 'an empty text',
    bytes: frames({ payload: '' }),
    expected: { is: 'refused', code: 4400 },
  },
  {
    id: '6.1.2',
    what: 'an empty text in three',
    bytes: frames(
      { payload: '', final: false },
      { opcode: Opcode.continuation, payload: '', final: false },
      { opcode: Opcode.continuation, payload: '' },
    ),
    expected: { is: 'refused', code: 4400 },
  },
  {
    id: '6.1.3',
    what: 'a text between two empty fragments',
    bytes: frames(
      { payload: '', final: false },
      { opcode: Opcode.continuation, payload: torn, final: false },
      { opcode: Opcode.continuation, payload: '' },
    ),
    expected: delivered(),
  },
  { id: '6.2.1', what: 'valid UTF-8 in one frame', bytes: frames({ payload: torn }), expected: delivered() },
  { id: '6.2.2', what: 'in two frames', bytes: frames(...fragments(torn, 40)), expected: delivered() },
  { id: '6.2.3', what: 'in frames of a byte', bytes: frames(...fragments(torn, 1)), expected: delivered() },
  { id: '6.2.4', what: 'byte by byte', bytes: frames({ payload: torn }), chop: 1, expected: delivered() },
  { id: '6.3.1', what: 'invalid UTF-8 in one frame', bytes: frames({ payload: tornBad }), expected: FAILED },
  {
    id: '6.3.2',
    what: 'invalid UTF-8 in frames of a byte',
    bytes: frames(...fragments(tornBad, 1)),
    expected: FAILED,
  },
  {
    id: '6.4.1',
    what: 'invalid UTF-8 in the second of three',
    bytes: frames(...fragments(tornBad, 50)),
    expected: FAILED,
  },
  {
    id: '6.4.2',
    what: 'the character that is too high torn',
    bytes: frames(...fragments(tornBad, 47)),
    expected: FAILED,
  },
  {
    id: '6.4.3',
    what: 'the same in parts of 30',
    bytes: frames(...fragments(tornBad, 50)),
    chop: 30,
    expected: FAILED,
  },
  {
    id: '6.4.4',
    what: 'the same byte by byte',
    bytes: frames(...fragments(tornBad, 47)),
    chop: 1,
    expected: FAILED,
  },
  sequence('6.5.1', KOSME, true),
  ...prefixes,
  ...numbered('6.7', true, ['5c75303030 30', 'c280', 'e0a080', 'f0908080']),
  ...numbered('6.8', false, ['f888808080', 'fc8480808080']),
  ...numbered('6.9', true, ['7f', 'dfbf', 'efbfbf', 'f48fbfbf']),
  ...numbered('6.10', false, ['f7bfbfbf', 'fbbfbfbfbf', 'fdbfbfbfbfbf']),
  ...numbered('6.11', true, ['ed9fbf', 'ee8080', 'efbfbd', 'f48fbfbf']),
  sequence('6.11.5', 'f4908080', false),
  ...numbered('6.12', false, [
    '80',
    'bf',
    '80bf',
    '80bf80',
    '80bf80bf',
    '80bf80bf80',
    '80bf80bf80bf',
    range(0x80, 0xbe).map(byte).join(''),
  ]),
  ...numbered('6.13', false, [
    lonely(0xc0, 0xdf),
    lonely(0xe0, 0xef),
    lonely(0xf0, 0xf7),
    lonely(0xf8, 0xfb),
    lonely(0xfc, 0xfd),
  ]),
  ...numbered('6.14', false, [
    'c0',
    'e080',
    'f08080',
    'f8808080',
    'fc80808080',
    'df',
    'efbf',
    'f7bfbf',
    'fbbfbfbf',
    'fdbfbfbfbf',
  ]),
  sequence('6.15.1', 'c0e080f08080f8808080fc80808080dfefbff7bfbffbbfbfbffdbfbfbfbf', false),
  ...numbered('6.16', false, ['fe', 'ff', 'fefeffff']),
  ...numbered('6.17', false, ['c0af', 'e080af', 'f08080af', 'f8808080af', 'fc80808080af']),
  ...numbered('6.18', false, ['c1bf', 'e09fbf', 'f08fbfbf', 'f887bfbfbf', 'fc83bfbfbfbf']),
  ...numbered('6.19', false, ['c080', 'e08080', 'f0808080', 'f880808080', 'fc8080808080']),
  ...numbered('6.20', false, ['eda080', 'edadbf', 'edae80', 'edafbf', 'edb080', 'edbe80', 'edbfbf']),
  ...numbered('6.21', false, [
    'eda080edb080',
    'eda080edbfbf',
    'edadbfedb080',
    'edadbfedbfbf',
    'edae80edb080',
    'edae80edbfbf',
    'edafbfedb080',
    'edafbfedbfbf',
  ]),
  ...numbered('6.22', true, NONCHARACTERS),
  ...numbered('6.23', true, ['efbfb9', 'efbfba', 'efbfbb', 'efbfbc', 'efbfbd', 'efbfbe', 'efbfbf']),
];
