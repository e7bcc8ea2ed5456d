import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { resultOf } from '../../bench/report/results.ts';
import { report } from '../../bench/report/table.ts';
import type { Figure } from '../../bench/runner/figure.ts';
import { measureRounds } from '../../bench/runner/rounds.ts';
import { temporaryFile } from '../storage/sqlite/temporary-file.ts';

const neverCalled = () => Promise.reject(new Error('variants are measured in processes of their own'));

const FIGURE: Figure = {
  name: 'some',
  unit: 'ms',
  variants: ['sound', 'broken'].map((name) => ({ name, measure: neverCalled })),
  goals: [
    { title: 'sound', of: 'sound', atMost: 10 },
    { title: 'broken', of: 'broken', atMost: 10 },
    { title: 'to what is broken', of: 'sound', against: 'broken', atMost: 10 },
  ],
};

const PROGRAM = `
const { variant } = JSON.parse(process.argv[2]);
if (variant === 'broken') process.exit(3);
process.send({ value: 5 }, () => process.exit(0));
`;

test('a variant that fails is not known, and the others are measured', async () => {
  const file = await temporaryFile('variant.mjs');
  writeFileSync(file, PROGRAM);
  const failures: string[] = [];
  const measured = await measureRounds(FIGURE, {
    ...{ rounds: 2, file, sharedFolder: '', nodeFlags: [], isSmall: true },
    ...{ redis: null, history: null, soketi: null, page: null },
    onMeasured: () => {},
    onFailed: (error) => failures.push(String(error)),
  });
  expect(failures).toEqual(Array(2).fill('Error: some, broken: ended with 3'));
  const result = resultOf(FIGURE, measured);
  expect(JSON.parse(JSON.stringify(result))).toMatchObject({
    variants: [
      { median: 5, values: [5, 5] },
      { median: null, values: [null, null] },
    ],
    goals: [
      { value: 5, reached: true },
      { value: null, reached: false },
      { value: null, reached: false },
    ],
  });
  expect(report([JSON.parse(JSON.stringify(result))])).toContain('| not known | not known, not known |');
});
