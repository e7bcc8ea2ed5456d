import { pause } from '../runner/figure.ts';

export interface Pace {
  readonly count: number;
  readonly perSecond: number;
}

const TICK_MS = 5;

/** Does something so often a second, whatever becomes of it. Late ticks catch up. */
export async function paced({ count, perSecond }: Pace, act: (index: number) => void): Promise<void> {
  const from = performance.now();
  for (let done = 0; done < count; await pause(TICK_MS)) {
    const due = Math.min(count, Math.floor(((performance.now() - from) * perSecond) / 1000));
    while (done < due) act(done++);
  }
}
