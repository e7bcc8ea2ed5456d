import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Entry } from '../../server/live/changes.ts';
import { Live } from '../../server/live/live.ts';
import { RULES } from '../../server/live/rules.ts';
import { changesOf } from '../load/changes.ts';
import type { Figure, Measured } from '../runner/figure.ts';
import { median } from '../runner/median.ts';

const PRESENT = 50_000;
const SESSIONS = 50;
const PER_ENTRY = 50;
const MORNING = 1_777_881_600_000;
const ENTRY_MS = 25;
const TIMES = 5;

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
}

function crowdedCore(): Live {
  const live = new Live();
  const changes = changesOf({ attendees: PRESENT, sessions: SESSIONS });
  const apply = (number: number, of: Entry['changes']) =>
    live.apply({
      position: String(number),
      time: MORNING + number * ENTRY_MS,
      incarnation: 'a',
      number,
      changes: of,
    });
  apply(1, [{ kind: 'start', node: 'bench', generation: 1, windowMs: 0, rules: RULES }]);
  for (let entry = 0; entry < PRESENT / PER_ENTRY; entry++) {
    apply(
      entry + 2,
      Array.from({ length: PER_ENTRY }, () => changes.next().value),
    );
  }
  return live;
}

async function measure(write: (live: Live) => string): Promise<Measured> {
  const before = heapBytes();
  const live = crowdedCore();
  const bytes = heapBytes() - before;
  const times: number[] = [];
  let text = '';
  for (let time = 0; time < TIMES; time++) {
    const from = performance.now();
    text = write(live);
    times.push(performance.now() - from);
  }
  return {
    value: median(times),
    details: { bytesAPresence: text.length / PRESENT, heapBytesAPresence: bytes / PRESENT },
  };
}

/** The event loop stands still for as long, once a minute on every node. */
export const redisSnapshot: Figure = {
  name: 'redis-snapshot',
  unit: 'ms for 50,000 present',
  variants: [
    { name: 'the state as a blob', measure: () => measure((live) => JSON.stringify(live.snapshot())) },
    {
      name: 'JSON of as many rows of eight fields',
      measure: () => {
        const row = (index: number) => [index, 1, `attendee-${index}`, 5, 'live', MORNING, 'DE', 'active'];
        return measure(() => JSON.stringify(Array.from({ length: PRESENT }, (_, index) => row(index))));
      },
    },
  ],
  goals: [],
};
