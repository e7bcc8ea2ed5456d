import { describe, expect, it } from 'vitest';
import { schedulerOf } from '../../client-sdk/src/scheduler.ts';
import { FakeHost, FakePage } from './fake/fake-host.ts';

function bench(page?: FakePage): {
  host: FakeHost;
  ran: [string, number][];
  note: (name: string) => () => void;
} {
  const host = new FakeHost(page ? { page } : {});
  const ran: [string, number][] = [];
  const note = (name: string) => () => void ran.push([name, host.time]);
  return { host, ran, note };
}

describe('scheduler', () => {
  it('is one for all connections of a host, over one timer', async () => {
    const { host, ran, note } = bench();
    schedulerOf(host).after(300, note('b'));
    schedulerOf(host).after(100, note('a'));
    schedulerOf(host).after(500, note('c'));
    expect(host.timersSet).toBe(1);
    await host.advance(400);
    expect(ran).toEqual([
      ['a', 1_100],
      ['b', 1_300],
    ]);
    expect(host.timersSet).toBe(1);
  });

  it('keeps no timer when everything is cancelled', () => {
    const { host, note } = bench();
    const cancels = [schedulerOf(host).after(10, note('a')), schedulerOf(host).after(20, note('b'))];
    for (const cancel of cancels) cancel();
    expect(host.timersSet).toBe(0);
  });

  it('does not run what was cancelled in the same instant', async () => {
    const { host, ran, note } = bench();
    const scheduler = schedulerOf(host);
    scheduler.after(10, () => cancel());
    const cancel = scheduler.after(10, note('cancelled'));
    await host.advance(20);
    expect(ran).toEqual([]);
  });

  it('runs late tasks at once when it is told to check', () => {
    const { host, ran, note } = bench();
    schedulerOf(host).after(1_000, note('late'));
    host.sleep(60_000);
    schedulerOf(host).check();
    expect(ran).toEqual([['late', 61_000]]);
  });

  it('takes delays that are longer than the platform can wait', async () => {
    const { host, ran, note } = bench();
    schedulerOf(host).after(2 ** 31 + 5, note('in 25 days'));
    await host.advance(2 ** 31 - 1);
    expect(ran).toEqual([]);
    await host.advance(6);
    expect(ran).toEqual([['in 25 days', 1_000 + 2 ** 31 + 5]]);
  });

  it('keeps its times in a hidden page, whose own timers fire once a minute', async () => {
    const page = new FakePage();
    const { host, ran, note } = bench(page);
    page.document.hidden = true;
    host.throttled = true;
    schedulerOf(host).after(15_000, note('beat'));
    expect(host.workersRunning).toBe(1);
    await host.advance(20_000);
    expect(ran).toEqual([['beat', 16_000]]);
  });

  it('goes on with the throttled timer where the page forbids workers', async () => {
    const page = new FakePage();
    const { host, ran, note } = bench(page);
    page.document.hidden = true;
    host.throttled = true;
    host.forbidsWorkers = true;
    schedulerOf(host).after(15_000, note('beat'));
    await host.advance(60_000);
    expect(ran).toEqual([['beat', 60_000]]);
  });

  it('starts no worker while the page is shown, and ends the one it has when nothing is left to do', async () => {
    const page = new FakePage();
    const { host, note } = bench(page);
    schedulerOf(host).after(1_000, note('a'));
    expect(host.workersRunning).toBe(0);
    page.document.hidden = true;
    schedulerOf(host).check();
    expect(host.workersRunning).toBe(1);
    await host.advance(1_000);
    expect(host.workersRunning).toBe(0);
  });
});
