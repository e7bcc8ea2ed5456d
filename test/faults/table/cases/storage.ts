import type { CaseGroup } from '../fault-case.ts';

const AWAY = 'test/cluster/redis-away.test.ts';
const LOSSES = 'test/storage/redis/faults/losses.test.ts';
const REFUSALS = 'test/storage/redis/faults/refusals.test.ts';
const CONNECTIONS = 'test/storage/redis/faults/connections.test.ts';
const SERIES = 'test/storage/redis/time-series.test.ts';
const WRITER = 'test/series/series-writer.test.ts';
const DISK = 'test/faults/disk.test.ts';
const DAMAGED = 'test/faults/damaged-files.test.ts';
const REDIS = 'test/faults/redis.test.ts';

export const STORAGE_CASES: CaseGroup = {
  letter: 'G',
  title: 'Redis and SQLite',
  cases: [
    {
      id: 98,
      input: 'Redis is not there at the start',
      expected: 'The server lives, is not ready, lets people in, and is right when Redis comes',
      tests: {
        [AWAY]: ['is not there yet say so, let people in, and are right when it comes'],
        'test/storage/redis/faults/away.test.ts': ['waits for a Redis that is not there at the start'],
      },
    },
    {
      id: 99,
      input: 'Redis is down for a while',
      expected: 'What waits is bounded; everything is right soon after',
      tests: {
        [AWAY]: ['%s stand still, and go on where they were'],
        'test/pipeline.test.ts': [
          'bounds what waits: engagements are refused, presence comes back with the people',
        ],
        [WRITER]: ['goes on when Redis is back, whatever had to wait'],
      },
    },
    {
      id: 100,
      input: 'Redis ends its connections, or a reply is more than it keeps for a client',
      expected: 'Connected again, nothing is missed',
      byDesign: 'nothing goes over pub/sub: what was missed is read from the stream',
      tests: {
        [CONNECTIONS]: [
          'are made again when Redis kills them, again and again',
          'read in smaller portions when a reply was more than Redis keeps for a client',
        ],
      },
    },
    {
      id: 101,
      input: '`DEBUG SLEEP`, loading, no memory, a replica, a password, a script that keeps it busy',
      expected: 'Told, counted, tried again with pauses, and right afterwards',
      tests: {
        [REDIS]: [
          'Redis that sleeps for ten seconds is waited for',
          'Redis that is busy with a script is waited for',
        ],
        [REFUSALS]: [
          'waits until Redis is no replica any more',
          'tries again, with pauses, until Redis has memory',
          'says what is wrong with the password',
          'goes on after Redis asked for a password for a while',
          'waits until Redis has loaded',
        ],
      },
    },
    {
      id: 102,
      input: 'Sentinel makes a replica the master in the midst of writing',
      expected: 'Followed, and what the new one lacks is put back',
      tests: {
        'test/storage/redis/faults/sentinel.test.ts': [
          'follows the master, and makes whole again what the new one lacks',
        ],
        'test/cluster/sentinel.test.ts': ['go on with the next master'],
      },
    },
    {
      id: 103,
      input: '`FLUSHALL`, a lost disk, a lost tail, deleted series',
      expected: 'Put back by those who have read it',
      tests: {
        [LOSSES]: [
          'is made whole again when everything was flushed in the middle of writing',
          'is made whole again in a Redis that came back empty',
          'is made whole again after the end of the file was cut off',
        ],
        [AWAY]: ['forgets everything go on where they were'],
        [SERIES]: ['are made again when they have been deleted in between'],
        [WRITER]: ['writes everything again after %s'],
      },
    },
    {
      id: 104,
      input: 'A Redis without TimeSeries',
      expected: 'Presence is not touched; what wants the series says so',
      tests: { [REDIS]: ['Redis without time series counts all the same, and says what it lacks'] },
    },
    {
      id: 105,
      input: 'Keys of another type; some samples of a command refused',
      expected: 'Said, and the rest is kept',
      tests: {
        'test/storage/redis/faults/oddities.test.ts': ['says so when its key holds something else'],
        [SERIES]: ['tell what Redis refuses, and keep the rest'],
      },
    },
    {
      id: 106,
      input: 'One node is cut off from Redis',
      expected: 'Its people leave the count of the others once, and come back once',
      tests: {
        'test/cluster/cut-off.test.ts': [
          'is held for dead by the others, brings its people back, and tells those who may not',
        ],
        'test/storage/redis/faults/away.test.ts': [
          'goes on after its network was gone, while other nodes went on',
          'goes on after its network held everything back',
        ],
      },
    },
    {
      id: 107,
      input: 'kill -9 of one of three nodes; of one that is sending its people away',
      expected: 'Its people come back elsewhere, or leave the count; the others notice nothing',
      tests: {
        'test/cluster/rolling.suite.ts': [
          'are counted, each once, through a rolling deploy and the death of a node',
        ],
        'test/cluster/oracle.test.ts': ['three nodes among faults'],
        'test/faults/drain-kills-redis.test.ts': ['splits no slice of those who come back to %s'],
      },
    },
    {
      id: 108,
      input: 'Entries of the log that come twice, late or never',
      expected: 'Only the next number of an incarnation counts',
      tests: {
        'test/live/incarnations.test.ts': ['let an entry count once, and move time all the same'],
        'test/storage/redis/outbox.test.ts': [
          'writes again what has not come back, the oldest first, when the answers are in doubt',
        ],
        'test/long/redis-log.test.ts': ['loses nothing, doubles nothing, and is the same for all'],
      },
    },
    {
      id: 109,
      input:
        'SQLite: disk full or failing in a commit, read-only, locked for 30 s; `-wal` deleted, torn or with a wrong bit; file cut, overwritten, of the future, removed',
      expected:
        'The server lives and waits with bounded memory, or does not start and says why; nothing that was acknowledged is lost in silence',
      tests: {
        [DISK]: [
          '%s is waited for: presence goes on, nothing is acknowledged, and nothing is lost',
          'that is full at the end: the server says that not everything is stored, and what it acknowledged is there',
          'that is full at the start, and one that only reads, are said in one line',
          'that cannot be read at the start is said in one line, and the history stays where it is',
          'a file that another process has locked for 30 s is waited for',
        ],
        [DAMAGED]: [
          'is missing: the next start says so, and only that one',
          'has one bit wrong: the next start says how many commits are lost, keeps the log, and has those before',
          'stops acknowledgements; where it was the write-ahead log, everything acknowledged is in the file',
          'can be put back',
          'was cut in half: it is moved aside, a new one begins, and that is said',
          'has a header of zeros: it is refused by name and left alone',
          'has bits wrong in a page that a start does not read: the check of the data finds it',
        ],
        'test/faults/overload.test.ts': [
          'near the end of its heap, behind a disk that %s, lets nobody new in, and who is in goes on',
        ],
        'test/storage/sqlite/unusable-files.test.ts': [
          'a file of the future is refused by name, and left alone',
          'a file that is no database is refused by name, and left alone',
        ],
        'test/storage/sqlite/writer.test.ts': [
          'a full disk loses nothing that was stored, and writing goes on when there is room',
        ],
        'test/check/nightly-check.test.ts': ['finds on every node that its own file is damaged'],
      },
      untried: 'a write-ahead log of 10 GB: it takes a reader that never ends, which the server has none of',
    },
    {
      id: 110,
      input:
        'kill -9 a thousand times under load, also in the midst of a start; while people are sent away; while the last is written',
      expected: 'The file is sound, nothing acknowledged is lost or doubled, the self-check finds nothing',
      tests: {
        'test/faults/kills.test.ts': [
          'loses and doubles nothing that was acknowledged, however often it is killed',
        ],
        'test/faults/drain-kills.test.ts': [
          'loses and doubles nothing, whoever was told so far, and leaves nobody in',
          'loses and doubles nothing when all were told and it writes the last of it',
        ],
        'test/e2e/kill.test.ts': [
          'loses nothing that it acknowledged when it is killed under load, and its figures are those of its slices',
        ],
        'test/recorder/recovery.test.ts': [
          'has the same watch time when it crashes again before it has written anything',
        ],
      },
    },
    {
      id: 111,
      input: 'A power cut: what was not synced is gone',
      expected: 'Nothing acknowledged is lost',
      tests: {
        [DISK]: ['is not said to have stored anything before it has made sure of it'],
        'test/storage/sqlite/writer.test.ts': [
          'the file is a write-ahead log with full synchronization while open, and one file once closed',
        ],
      },
      untried:
        'the power itself, and disks that lie about a sync: no acknowledgement comes before the sync is what can be shown',
    },
    {
      id: 112,
      input: 'A backup while everything is written',
      expected: 'One sound file with all that was committed',
      tests: {
        'test/storage/sqlite/backup.test.ts': [
          'a backup is one sound file with all that was committed, and batches are written meanwhile',
        ],
      },
    },
  ],
};
