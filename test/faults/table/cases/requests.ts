import type { CaseGroup } from '../fault-case.ts';

const PARAMETERS = 'test/api/parameters.test.ts';
const REQUESTS = 'test/api/requests.test.ts';
const METHODS = 'test/api/requests/methods.suite.ts';
const WIRE = 'test/api/requests/wire.suite.ts';
const OPERATIONS = 'test/api/operations.test.ts';
const LISTS = 'test/api/lists.test.ts';
const HANG_UPS = 'test/faults/hang-ups.test.ts';

export const REQUEST_CASES: CaseGroup = {
  letter: 'D',
  title: 'REST, CSV and the page',
  cases: [
    {
      id: 61,
      input:
        '`from` after or at `to`, seconds, milliseconds, no zone, gaps of summer time, the year 275760, NaN',
      expected: '400 that names the parameter',
      tests: { [PARAMETERS]: ['refuses every wrong %s', 'refuses a span that is turned round or empty'] },
    },
    {
      id: 62,
      input: 'A step of 0, unknown steps, more points than an answer may have',
      expected: '400',
      tests: {
        'test/api/figures.test.ts': ['as a curve do not take a wrong %s: %s'],
        'test/api/group-series.test.ts': ['refuse %s'],
      },
    },
    {
      id: 63,
      input: '`limit` of -1, 0, 1e9, `10abc`; a forged cursor, one of another list or tenant',
      expected: '400',
      tests: {
        [LISTS]: [
          'does not take limit=%s',
          'takes only cursors of its own, as they are',
          'takes no cursor of another tenant',
          'a cursor belongs to its filter',
        ],
        [PARAMETERS]: ['takes no cursor that is not its own'],
      },
    },
    {
      id: 64,
      input: '`a=1&a=2`, `a[b]=`, unknown parameters, `%zz`, `%00`',
      expected: '400',
      tests: {
        [PARAMETERS]: ['refuses what comes twice, and what it does not know', 'refuses every wrong %s'],
      },
    },
    {
      id: 65,
      input: 'Filters of Redis TimeSeries inside of values; unknown metrics and groups',
      expected: 'Refused',
      tests: {
        'test/storage/redis/time-series.test.ts': [
          'refuse to ask with a value that a filter would read as something else',
        ],
        'test/api/group-series.test.ts': ['refuse %s', 'of an event whose ids hold every character there is'],
      },
    },
    {
      id: 66,
      input:
        'CSV: cells that begin with `= + - @`, tab, CR, NUL, full-width `＝`; quotes, line breaks; negative numbers',
      expected: 'Formulas get an apostrophe, RFC 4180 for the rest, numbers stay numbers',
      tests: {
        'test/api/csv.test.ts': ['a cell'],
        'test/api/people/list.test.ts': ['comes page after page, whole, and as CSV that is safe to open'],
      },
    },
    {
      id: 67,
      input: 'A large export, read slowly or given up in its midst',
      expected: 'Bounded memory: a page ahead at most',
      tests: {
        'test/api/whole-lists.test.ts': ['no more than the next page is read ahead of the one that is taken'],
        [OPERATIONS]: [
          'a large answer comes whole, however slowly it is read',
          'clients that hang up in the midst of an answer or a body leave nothing behind',
        ],
      },
      untried:
        'ten million rows are not exported in a test; `npm run bench -- history-export` measures a large one',
    },
    {
      id: 68,
      input: '`<script>` in names, in the page and in reports; headers of the page',
      expected: 'Shown as text; a strict policy, never in a frame',
      tests: {
        'test/api/event-report.test.ts': [
          'shows texts as they are written',
          'runs nothing, fetches nothing, and allows no looks but its own',
        ],
        [OPERATIONS]: ['%s comes with the headers that browsers need to be strict'],
      },
    },
    {
      id: 69,
      input: 'HEAD, OPTIONS, TRACE, unknown methods, headers that override the method',
      expected: '405, or without effect',
      byDesign: 'HEAD is answered as GET without its body',
      tests: {
        [OPERATIONS]: [
          'TRACE and methods that nobody knows are refused',
          'the head of an answer is to be had alone',
        ],
        [METHODS]: [
          '%s of an event is not allowed, and it is said what is',
          'headers that ask for another method are ignored',
        ],
      },
    },
    {
      id: 70,
      input:
        'Bodies: no or a wrong type, compressed, at the limit, chunked beyond it, with length and chunks, a byte a second',
      expected: '415, 413, 400; cut',
      tests: {
        [REQUESTS]: [
          'does not take %j',
          'takes a mebibyte of body and not a byte more',
          'does not unpack what is compressed',
        ],
        [WIRE]: ['a body in chunks is bounded as well', 'a length and chunks together are refused'],
        [HANG_UPS]: ['a body that comes a byte a second is cut'],
      },
    },
    {
      id: 71,
      input: 'What belongs to another tenant, by its id',
      expected: '404',
      tests: {
        [REQUESTS]: ['of another tenant is not there'],
        'test/api/webhooks.test.ts': [
          'of another organization is not there, of one below it is; one of an event is seen by its tokens',
        ],
      },
    },
    {
      id: 72,
      input: 'The same `Idempotency-Key` with another body',
      expected: '409',
      tests: {
        'test/api/import/once.test.ts': ['gives the same answer again to the same body, without applying it'],
      },
    },
    {
      id: 73,
      input: 'Unknown routes; failures inside',
      expected: '404 as JSON; nothing of the inside shows',
      tests: {
        [METHODS]: ['%s is not there, by any method'],
        [REQUESTS]: ['a failure of the server never shows its inside'],
      },
    },
    {
      id: 74,
      input: '`/metrics` with very many sessions',
      expected: 'As long as without them',
      tests: {
        'test/faults/crowds.test.ts': ['the metrics are as many with two thousand sessions as with one'],
        [OPERATIONS]: ['requests are counted by method and status, without a label per path'],
      },
    },
  ],
};
