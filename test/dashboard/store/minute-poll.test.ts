import { describe, expect, it } from 'vitest';
import { RestError } from '../../../server/dashboard/rest/rest-client.ts';
import { type Asked, MinutePoll } from '../../../server/dashboard/store/minute-poll.ts';
import { TestClock } from '../fixtures/clock.ts';
import { TEN } from '../fixtures/counters.ts';

function polled(answers: (Asked | Error)[]) {
  const clock = new TestClock(TEN);
  const state = { asked: 0 };
  const ask = () => {
    state.asked += 1;
    const answer = answers.shift() ?? 'complete';
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const poll = new MinutePoll({ ask, clock: clock.server, random: () => 1 });
  const tickAt = async (second: number) => {
    clock.at = TEN + second * 1000;
    await poll.tick();
    return state.asked;
  };
  return { poll, tickAt };
}

describe('MinutePoll', () => {
  it('asks at once, and then after the turn of each minute', async () => {
    const { tickAt } = polled([]);
    expect(await tickAt(10)).toBe(1);
    expect(await tickAt(59)).toBe(1);
    expect(await tickAt(64)).toBe(1);
    expect(await tickAt(65)).toBe(2);
  });

  it('asks again soon when the closed minute was not there yet', async () => {
    const { tickAt } = polled(['early']);
    await tickAt(10);
    expect(await tickAt(12)).toBe(1);
    expect(await tickAt(13)).toBe(2);
  });

  it('tries again after a failure, less and less often, and says what is wrong meanwhile', async () => {
    const { poll, tickAt } = polled([
      new RestError(503, 'unavailable', ''),
      new RestError(503, 'unavailable', ''),
    ]);
    await tickAt(0);
    expect(poll.problem.value?.code).toBe('unavailable');
    expect(await tickAt(1)).toBe(1);
    expect(await tickAt(2)).toBe(2);
    expect(await tickAt(5)).toBe(2);
    expect(await tickAt(6)).toBe(3);
    expect(poll.problem.value).toBeNull();
  });

  it('does not ask again what the token may not see, until told to', async () => {
    const { poll, tickAt } = polled([new RestError(403, 'not_allowed', '')]);
    await tickAt(0);
    expect(await tickAt(3600)).toBe(1);
    poll.hurry();
    expect(await tickAt(3601)).toBe(2);
  });

  it('asks again for what is not there yet', async () => {
    const { tickAt } = polled([new RestError(404, 'not_found', '')]);
    await tickAt(0);
    expect(await tickAt(2)).toBe(2);
  });

  it('has one question under way at a time', async () => {
    const clock = new TestClock(TEN);
    let answer: (asked: Asked) => void = () => undefined;
    let asked = 0;
    const ask = () => {
      asked += 1;
      return new Promise<Asked>((resolve) => {
        answer = resolve;
      });
    };
    const poll = new MinutePoll({ ask, clock: clock.server, random: () => 0 });
    const first = poll.tick();
    await poll.tick();
    expect(asked).toBe(1);
    answer('complete');
    await first;
  });
});
