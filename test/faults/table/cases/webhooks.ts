import type { CaseGroup } from '../fault-case.ts';

const REFUSE = 'test/webhooks/guard/refuse-url.test.ts';
const AGENT = 'test/webhooks/guard/guarded-agent.test.ts';
const ATTEMPT = 'test/webhooks/sending/attempt.test.ts';
const COURIER = 'test/webhooks/courier.test.ts';
const LANES = 'test/webhooks/sender/lanes.test.ts';
const ATTEMPTS = 'test/webhooks/sender/attempts.test.ts';
const DELIVERY = 'test/webhooks/delivery.test.ts';
const SIGNATURE = 'test/webhooks/sending/signature.test.ts';

export const WEBHOOK_CASES: CaseGroup = {
  letter: 'E',
  title: 'Webhooks that are sent',
  cases: [
    {
      id: 75,
      input:
        'URLs that lead inside: loopback in any notation, private, link-local and mapped addresses, names of metadata services',
      expected: 'Refused when made, and again at each connection',
      tests: {
        [REFUSE]: ['is refused: %s (%s)'],
        [AGENT]: ['is not made to a name that leads inside, nor to one that leads there too'],
      },
    },
    {
      id: 76,
      input: 'A name that leads outside when it is checked and inside a moment later',
      expected: 'The connection goes to the address that was checked',
      tests: {
        [AGENT]: ['is made to the address that was checked, whatever the name leads to a moment later'],
      },
    },
    {
      id: 77,
      input: 'A redirect to the inside',
      expected: 'A failure, not followed',
      tests: { [ATTEMPT]: ['does not follow a redirect'] },
    },
    {
      id: 78,
      input: 'Other schemes, credentials in the URL, ports of other services',
      expected: 'Refused',
      tests: { [REFUSE]: ['is refused: %s'] },
    },
    {
      id: 79,
      input: 'Receivers that hang, answer a byte a second or a gigabyte, cut off; bad TLS; any status',
      expected: 'Each has its end, and is told as what it was',
      tests: {
        [ATTEMPT]: [
          'gives up a receiver that never answers, after 15 seconds of its clock',
          'takes the status of a receiver whose answer comes a byte a second, and what came of it in time',
          'reads 4 KB of an answer of a gigabyte',
          'keeps what came of an answer that was cut off, and no half characters',
          'wants a certificate of somebody known, for the host of the URL',
          'tells of TLS where there is none',
          'tells status %i',
        ],
      },
    },
    {
      id: 80,
      input: '410; 429 with `Retry-After` in seconds, as a date, of a year, garbage',
      expected: 'Disabled; waited for, within bounds',
      tests: {
        [COURIER]: ['that answers 410 is told nothing any more'],
        'test/webhooks/sending/retry-after.test.ts': ['of %s'],
        [ATTEMPTS]: ['waits for as long as the endpoint asks, and so does everything else there'],
      },
    },
    {
      id: 81,
      input: 'kill -9 between the answer of a receiver and its note',
      expected: 'Sent again with the same id',
      tests: {
        'test/webhooks/kill.test.ts': [
          'a message whose answer nobody noted when the server was killed is sent again, with the same id',
        ],
        [COURIER]: [
          'that had the message when the process ended before it was written has it again, with the same id',
        ],
      },
    },
    {
      id: 82,
      input: 'A crash between what happens and its announcement',
      expected: 'Both are one transaction',
      tests: {
        'test/storage/history/webhooks.suite.ts': [
          'what is announced waits at each of its endpoints, numbered there, with all it refers to',
          'the same comes of it, however it is cut into commits',
        ],
        'test/recorder/webhooks.test.ts': [
          'the peak of the minute in which a server crashed is told once',
          'a live session that nobody comes back to falls silent, and is so once',
        ],
      },
    },
    {
      id: 83,
      input: 'Ten thousand that wait, a receiver that is down for 75 hours',
      expected: 'Bounded memory, given up visibly, to be sent again',
      tests: {
        [LANES]: ['gets ten thousand in order, of which a page is in memory'],
        [ATTEMPTS]: ['is made again by the schedule, ten times in all, and is given up then'],
        'test/long/webhooks.test.ts': ['come in order when the receiver is there again, in bounded memory'],
        'test/storage/history/webhooks.suite.ts': [
          'of too many that wait the oldest are dropped with the one that is too much, of too many at all they go',
        ],
      },
    },
    {
      id: 84,
      input: 'An endpoint that is dead, a hundred that hang',
      expected: 'The others are told in time',
      tests: {
        [LANES]: [
          'that takes its time does not hold up another',
          'leave room for one that answers, once they have failed',
        ],
      },
    },
    {
      id: 85,
      input: 'A secret that is replaced',
      expected: 'Signed with both for a while',
      tests: {
        [DELIVERY]: [
          'can be tried and sent again, with the same id, and signed with the new secret and the old',
        ],
        [SIGNATURE]: ['is what the reference library verifies, with the new secret and with the old'],
      },
    },
    {
      id: 86,
      input: 'What is signed and what is sent',
      expected: 'The same bytes, as the reference library of Standard Webhooks verifies',
      tests: {
        [COURIER]: [
          'is what the reference library of Standard Webhooks verifies, also with the secret before',
        ],
        [ATTEMPT]: ['posts headers and body as they are, and tells status and answer'],
      },
    },
    {
      id: 87,
      input: 'A clock that is ten minutes off',
      expected: 'Receivers refuse; a metric says so',
      tests: {
        [SIGNATURE]: ['is too old ten minutes later'],
        [COURIER]: ['whose clock is wrong is noticed'],
      },
    },
    {
      id: 88,
      input: 'A count that goes up and down at a threshold',
      expected: 'Two thresholds, and a pause between alerts',
      tests: {
        'test/live/alerts/curves.test.ts': [
          'is what the whole curve says at each of its points, also after snapshots',
        ],
        'test/live/alerts/rules.test.ts': [
          'goes on after a start from the file, and pauses as long as it would have',
        ],
      },
    },
    {
      id: 89,
      input: 'An endpoint that is deleted while a message is under way',
      expected: 'Nothing more is sent',
      tests: {
        [LANES]: ['that goes while a message is in flight gets no more'],
        [DELIVERY]: ['is not told any more to a webhook that is gone'],
      },
    },
    {
      id: 90,
      input: 'Several nodes, one of which is killed',
      expected: 'One tells; another goes on, in order, with the same ids',
      tests: {
        'test/long/webhooks.test.ts': [
          'tell everything, and another goes on where the one that told was killed',
        ],
        'test/webhooks/sender/nodes.test.ts': [
          'that is not to send, sends nothing, and goes on when it is its turn',
        ],
      },
    },
  ],
};
