import { expect } from 'vitest';
import type { Answer } from '../../support/rest.ts';

export const DIGITS = expect.stringMatching(/^\d+$/);
export const inSession = { 'tracking-session': { data: { id: DIGITS, type: 'tracking-session' } } };

/** In the form of the vendor's first example. */
export const timeSpent = (id: string, [start, end]: readonly [string, string], seconds: number) => ({
  id,
  type: 'tracking-session-slice',
  attributes: {
    'tracking-type': 'time_spent',
    'click-time': null,
    'start-time': start,
    'end-time': end,
    'duration-seconds': seconds,
  },
});

export const clicked = (id: unknown, type: string, at: string) => ({
  id,
  type: 'tracking-session-slice',
  attributes: {
    'tracking-type': type,
    'click-time': at,
    'start-time': null,
    'end-time': null,
    'duration-seconds': 0,
  },
});

export const VISITS = [
  timeSpent('66097', ['2023-05-15T10:08:03.055Z', '2023-05-15T10:09:00.993Z'], 58),
  timeSpent('65967', ['2023-05-10T11:02:00.000Z', '2023-05-10T11:02:30.000Z'], 30),
];

export type Resource = Record<'id' | 'type', string> & {
  attributes: Record<string, unknown>;
  relationships: object;
};
export const dataOf = ({ json }: Answer) => json.data as Resource[];
export const idsOf = (answer: Answer) => (answer.status === 204 ? [] : dataOf(answer).map(({ id }) => id));
