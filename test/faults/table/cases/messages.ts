import type { CaseGroup } from '../fault-case.ts';

const FRAMES = 'test/gateway/bad-input/frames.test.ts';
const PACKETS = 'test/gateway/bad-input/packets.test.ts';
const MESSAGES = 'test/gateway/bad-input/messages.suite.ts';
const LIMITS = 'test/gateway/limits.suite.ts';
const JOINING = 'test/gateway/protocol/joining.suite.ts';
const PRESENCE = 'test/gateway/protocol/presence.suite.ts';
const SUBSCRIBING = 'test/gateway/protocol/subscribing.suite.ts';
const ENGAGING = 'test/gateway/protocol/engaging.suite.ts';
const CROWDS = 'test/faults/crowds.test.ts';
const CLOSES = '%s closes the connection and leaves nobody behind';
const WRONG = '%s with a wrong %s is refused, and changes nothing';

export const MESSAGE_CASES: CaseGroup = {
  letter: 'B',
  title: 'Messages, over either transport',
  cases: [
    {
      id: 25,
      input: 'Socket.IO: an event before CONNECT, a second CONNECT, unknown namespaces',
      expected: 'Closed, or an error; nobody is present',
      tests: {
        [PACKETS]: [
          '%s without a token gets no further',
          CLOSES,
          'there is no namespace but the default: %s',
          'a hundred CONNECTs at once make at most one presence',
        ],
      },
    },
    {
      id: 26,
      input: '`42{}`, `42[]`, `42[null]`, `42[1]`, truncated JSON',
      expected: 'Closed or refused; the server lives',
      tests: { [PACKETS]: [CLOSES, 'an event with %s is refused'] },
    },
    {
      id: 27,
      input: 'Events named `disconnect`, `newListener`, `error`, `toString`, `__proto__`',
      expected: 'Closed, or refused as an unknown type',
      tests: {
        [PACKETS]: [CLOSES, 'an event with %s is refused'],
        [MESSAGES]: ['there is no message of type %j, unless it is a heartbeat'],
      },
    },
    {
      id: 28,
      input: 'Acknowledgements of what was never asked; ids that are NaN or too long',
      expected: 'Ignored',
      tests: { [PACKETS]: ['answers to what was never asked are ignored'] },
    },
    {
      id: 29,
      input: 'Binary events: no attachment, a million, number `splice`, -1',
      expected: 'Closed',
      tests: { [PACKETS]: [CLOSES] },
    },
    {
      id: 30,
      input: 'Nesting of 33 to 32,000 levels',
      expected: 'Refused, closed, or ignored where nothing is read',
      tests: {
        [MESSAGES]: ['data that is nested too deeply is refused'],
        [FRAMES]: ['%# close with 4400', 'JSON that can be read in more than one way'],
        [PACKETS]: [CLOSES],
      },
    },
    {
      id: 31,
      input: '`__proto__` and `constructor.prototype` in a message',
      expected: 'No prototype changes',
      tests: { [MESSAGES]: ['keys that would reach a prototype reach nothing'] },
    },
    {
      id: 32,
      input: 'Keys that come twice; 1e309, -0, 2^53 + 1, NaN',
      expected: 'The last key counts; numbers are taken as they are, or refused',
      tests: {
        [FRAMES]: ['JSON that can be read in more than one way', '%# close with 4400'],
        [MESSAGES]: ['numbers at the edge are taken as they are, or refused'],
      },
    },
    {
      id: 33,
      input: 'Ids: empty, 129 characters, 2,000, emoji, RTL marks, NUL, separators, wildcards, `../`, CRLF',
      expected: 'Refused, but for what is no more than a name',
      byDesign: 'letters of any script and `. _ ~ : @ + | / -`: ids come from other systems',
      tests: {
        [MESSAGES]: [
          WRONG,
          '%j is an id like any other',
          'an id is the same however its accents are composed',
        ],
      },
    },
    {
      id: 34,
      input: 'A client that joins or subscribes to any number of names',
      expected: 'A limit for each connection',
      tests: {
        [LIMITS]: [
          'refuses one session more, not one joined again, nor one after a leave',
          'refuses one scope more, not one subscribed again, nor one after unsubscribing',
          '%s beyond it close with 4429',
        ],
        [JOINING]: ['a session that nobody registered cannot be joined'],
      },
    },
    {
      id: 35,
      input: 'Labels without end: message types, paths, countries',
      expected: 'One label for all that are unknown; the ten largest countries and `other`',
      tests: {
        'test/api/operations.test.ts': [
          'unknown types of messages share one label',
          'requests are counted by method and status, without a label per path',
        ],
        'test/gateway/country.test.ts': ['what is no country is unknown'],
        [CROWDS]: ['people of thirty countries are the ten largest and the others'],
      },
    },
    {
      id: 36,
      input:
        'A heartbeat before authentication, before a join, after a leave, for a session of somebody else',
      expected: '4401 before authentication, else no effect',
      tests: {
        [FRAMES]: ['%s before authentication closes with 4401'],
        [CROWDS]: ['heartbeats of who is in no session bring nobody into one'],
      },
    },
    {
      id: 37,
      input: 'One person with two tabs, on three nodes, with 500 tabs',
      expected: 'One attendee, so many connections',
      tests: {
        [JOINING]: ['an attendee in both modes over two tabs counts once'],
        'test/cluster/one-figure.test.ts': [
          'give the same counters, in which an attendee with tabs on all of them is one',
        ],
        [CROWDS]: ['an attendee with 500 tabs is one, and is gone with the last'],
      },
    },
    {
      id: 38,
      input: 'The same client id at the same time twice',
      expected: 'The newer replaces the older',
      tests: { [PRESENCE]: ['a newer connection of the same client replaces the older with 4403'] },
    },
    {
      id: 39,
      input: 'Join and leave in one breath, without awaiting the answer',
      expected: 'Ends absent',
      tests: { [JOINING]: ['join and leave in one breath leave nobody behind'] },
    },
    {
      id: 40,
      input: 'A heartbeat each millisecond; one each ten minutes',
      expected: 'Closed with 4429; out after the timeout with 4410',
      tests: {
        [LIMITS]: ['%s beyond it close with 4429'],
        [PRESENCE]: [
          'silence in a session closes with 4410 and ends the count half a second after the timeout at most',
        ],
      },
    },
    {
      id: 41,
      input: 'Times that a client says: -1, 0, 1e15, tomorrow',
      expected: 'Server time only',
      tests: { [CROWDS]: ['a time that a client says is not looked at'] },
    },
    {
      id: 42,
      input: 'Messages that come again',
      expected: 'Counted once, however often and over whichever connection and node',
      tests: {
        [ENGAGING]: [
          'a repeated id is acknowledged again and counted once, whatever it says',
          'a repetition is acknowledged over another connection, and after leaving',
        ],
        'test/cluster/one-figure.test.ts': [
          'count an engagement once that is repeated on another, and see whose id it is',
        ],
      },
    },
    {
      id: 43,
      input: 'Subscribing to what one may not see, to wildcards',
      expected: 'Refused, and no data comes',
      tests: {
        [SUBSCRIBING]: [
          'attendees see sessions and events that exist, and no organizations',
          'what is outside the event or the tenant of a token looks as if it were not there',
        ],
        [MESSAGES]: [WRONG],
      },
    },
    {
      id: 44,
      input: 'Going on after a gap, at another node, with another epoch',
      expected: 'A whole snapshot',
      byDesign: 'clients never name an epoch or a number: whoever misses one subscribes again',
      tests: {
        'test/client-sdk/subscriptions.test.ts': [
          'subscribes again after %s and goes on from the snapshot',
          'takes a snapshot with another seq after a reconnect to another node',
        ],
        [SUBSCRIBING]: [
          'a second subscription of the scope gives the whole of it with the number pushed last',
        ],
      },
    },
  ],
};
