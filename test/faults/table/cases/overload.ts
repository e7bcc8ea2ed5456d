import type { CaseGroup } from '../fault-case.ts';

const OVERLOAD = 'test/faults/overload.test.ts';
const START = 'test/start.test.ts';
const CONFIG = 'test/config.test.ts';

export const OVERLOAD_CASES: CaseGroup = {
  letter: 'H',
  title: 'Overload, start and end',
  cases: [
    {
      id: 113,
      input: 'Everybody comes back at once',
      expected: 'Let in at a bounded rate, the others asked to come back by chance; who is in notices little',
      tests: {
        'test/gateway/accept-limit.test.ts': [
          'lets in a tenth of a second’s worth at once, and then as many as time brings',
          'asks who is refused to come back in 1 to 10 whole seconds',
          'refuses the next before the upgrade, over either transport, and who is in keeps its answers',
        ],
      },
      untried:
        '100,000 clients do not fit beside the server on a small machine: `npm run bench` measures how many do',
    },
    {
      id: 114,
      input: 'No file descriptor is left',
      expected:
        'Who is in stays, metrics and commits go on, and there is room again as soon as somebody goes',
      tests: {
        [OVERLOAD]: ['without file descriptors who is in stays, and others get in when there is room'],
      },
    },
    {
      id: 115,
      input: 'A thousand pages that never read',
      expected: 'Each is closed and counted; memory stays flat',
      tests: {
        [OVERLOAD]: ['a thousand subscribers that never read are closed, and memory stays flat'],
        'test/gateway/limits.suite.ts': [
          'who does not read is closed and counted once; who reads beside notices nothing',
        ],
      },
      byDesign:
        'the close of a full socket cannot carry a code: the client sees 1006, the server counts it as a slow reader',
    },
    {
      id: 116,
      input: 'The event loop is blocked',
      expected: 'Nobody is taken for gone; the lag is in the metrics',
      tests: { [OVERLOAD]: ['an event loop that is blocked ends nobody, and shows in the metrics'] },
    },
    {
      id: 117,
      input: 'The heap is nearly full',
      expected: 'New sockets are refused with 503 before the process dies; who is in goes on',
      tests: {
        [OVERLOAD]: [
          'near the end of its heap, behind a disk that %s, lets nobody new in, and who is in goes on',
        ],
        'test/gateway/heap-room.test.ts': ['lets nobody in while it is nearly full'],
      },
    },
    {
      id: 118,
      input: 'SIGTERM with many clients',
      expected: 'Not ready, closed with 4503 in batches, all written, ended with code 0',
      tests: {
        'test/gateway/shutdown.test.ts': [
          'a server that stops says goodbye with 4503 over both transports, and lets nobody in any more',
          'engagements that were acknowledged and slices that were open are on disk when it has stopped',
        ],
        'test/cluster/shutdown.test.ts': [
          'sends everybody away and says goodbye; its people count until they could have come elsewhere',
        ],
        [START]: ['SIGTERM ends the server with code 0 after everything is written'],
      },
    },
    {
      id: 119,
      input: 'Three nodes are replaced one after the other',
      expected: 'Everybody is counted, each once',
      tests: {
        'test/cluster/rolling.suite.ts': [
          'are counted, each once, through a rolling deploy and the death of a node',
        ],
      },
    },
    {
      id: 120,
      input: 'A day of coming and going',
      expected: 'Memory does not grow',
      tests: {
        'test/broadcast/broadcast.test.ts': ['forgets a scope when its last subscriber is gone'],
        'test/gateway/wheel.test.ts': ['forgets who is cancelled, from anywhere in a slot'],
        'test/gateway/bad-input/fuzz.test.ts': [
          'whatever frames come, the server lives and keeps no connection',
        ],
      },
      untried: 'a day: the soak of the bench takes an hour',
    },
    {
      id: 121,
      input: 'Bad settings: ports, negative times, a timeout below two heartbeats, limits',
      expected: 'Ended with code 2 and a line for each, never by a signal',
      tests: {
        [START]: ['a bad setting ends the server with code 2 and one line that names it'],
        [CONFIG]: [
          'of %s (%j) names itself',
          'does not hide another one',
          'is a timeout below two heartbeats',
        ],
        [OVERLOAD]: [
          'no bad setting ends the server by a signal: %j',
          'the largest and smallest settings that are allowed start',
        ],
      },
    },
    {
      id: 122,
      input: 'Two servers on one port, or in one data folder',
      expected: 'The second does not start and says why; the first lives on',
      tests: {
        [START]: [
          'two servers never share a port, and the first one lives on',
          'two servers never share a data folder, and the first one lives on',
        ],
      },
    },
    {
      id: 123,
      input: 'A rejection that nobody handles',
      expected: 'Logged, and the process ends with code 1 for its supervisor; no known input leads there',
      tests: {
        [OVERLOAD]: ['a rejection that nobody handles is logged and ends the process'],
        'test/gateway/bad-input/fuzz.test.ts': [
          'a plain connection answers with a known code, ignores it, or closes with one',
          'whatever request comes, the server lives',
        ],
      },
    },
  ],
};
