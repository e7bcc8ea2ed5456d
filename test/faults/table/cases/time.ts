import type { CaseGroup } from '../fault-case.ts';

const CLOCKS = 'test/faults/clocks.test.ts';
const LOG_CLOCK = 'test/storage/memory/log-clock.test.ts';
const REDIS_CLOCK = 'test/storage/redis/faults/clock.test.ts';
const WHEEL = 'test/gateway/wheel.test.ts';

export const TIME_CASES: CaseGroup = {
  letter: 'F',
  title: 'Time',
  cases: [
    {
      id: 91,
      input: 'The wall clock jumps an hour ahead or back, or is slewed',
      expected: 'Nobody leaves the count, no curve bends; log time never goes back',
      tests: {
        [CLOCKS]: ['a wall clock that jumps %s ends nobody and bends no curve'],
        [LOG_CLOCK]: [
          'does not jump with the wall clock, but gives way by a tenth of the time that passes',
          'never goes back, whatever the wall clock does',
        ],
      },
    },
    {
      id: 92,
      input: 'The process stands for a minute (SIGSTOP, SIGCONT)',
      expected: 'Nobody is taken for gone; the time in between is unknown, not zero',
      tests: {
        [CLOCKS]: ['a process that stood for a minute has lost nobody'],
        [WHEEL]: [
          'ages nobody while the process stands still',
          'catches up while it stands still and for two seconds afterwards',
        ],
        'test/live/oracle/oracle.test.ts': [
          'moves deadlines by a standstill, and leaves it out of the average',
        ],
      },
    },
    {
      id: 93,
      input: 'Nodes whose clocks are seconds apart',
      expected: 'The clock of Redis is the only one',
      tests: {
        [REDIS_CLOCK]: ['is the only one: that of a node changes nothing'],
        'test/cluster/one-figure.test.ts': ['agree on the time, whatever their own clocks say'],
      },
    },
    {
      id: 94,
      input: 'Days in time zones, the change to and from summer time',
      expected: 'Days begin where the zone begins them',
      tests: {
        'test/figures/series.test.ts': [
          'begins days where the time zone begins them, also when the clocks are changed',
        ],
        'test/api/figures.test.ts': ['are a curve by %s, in any time zone'],
      },
    },
    {
      id: 95,
      input: 'A sample of the year 2100',
      expected: 'There is none: samples have log time only, and a clock of Redis that jumps is an alarm',
      tests: {
        [REDIS_CLOCK]: ['may be an hour ahead, and stand then: an alarm, and times that go on all the same'],
        'test/storage/redis/redis-clock.test.ts': [
          'finds a clock of Redis that jumps, either way, and that stands',
        ],
      },
      untried: 'a Redis of the year 2100 itself: its clock cannot be set, an entry from ahead stands for it',
    },
    {
      id: 96,
      input: 'A step without samples; the step that is still open',
      expected: '0 where nobody was there, null where nobody could know',
      tests: {
        'test/figures/series.test.ts': [
          'has a point for every minute: figures, zeros while nobody was there, nulls while the server was not',
          'misses no minute on its way from memory to the disk',
        ],
        'test/figures/seconds.test.ts': [
          'are null where the log was not alive, and averaged over the time in which it was',
        ],
      },
    },
    {
      id: 97,
      input: 'Timers that are late; an event loop that stalls for 2 s',
      expected: 'Deadlines have their own instant; a stall ages nobody',
      tests: {
        [WHEEL]: ['ages nobody while the process stands still'],
        'test/live/oracle/oracle.test.ts': [
          'moves deadlines by a standstill, and leaves it out of the average',
        ],
        'test/faults/overload.test.ts': [
          'an event loop that is blocked ends nobody, and shows in the metrics',
        ],
      },
    },
  ],
};
