import { expect, it } from 'vitest';
import { Exchanges } from '../../server/gateway/exchanges.ts';
import { serveApi } from '../support/serve-api.ts';

const text = new TextEncoder();

/** An answer that has begun, and goes on for as long as nobody ends it. */
function endless() {
  let cancelled = () => {};
  const isCancelled = new Promise<void>((resolve) => {
    cancelled = resolve;
  });
  let end = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(text.encode('id,name\n'));
      end = () => controller.close();
    },
    cancel: cancelled,
  });
  return { response: new Response(body), isCancelled, end: () => end() };
}

it('waits for what is being answered within the grace', async () => {
  const exchanges = new Exchanges();
  const { response, end } = endless();
  const { url } = await serveApi(() => response, exchanges);
  const answer = await fetch(url);
  const drained = exchanges.drain(10_000);
  end();
  expect(await drained).toBe(0);
  expect(await answer.text()).toBe('id,name\n');
  expect(exchanges.count).toBe(0);
});

it('cuts what takes longer, so that nobody takes it for the whole, and lets go of where it came from', async () => {
  const exchanges = new Exchanges();
  const { response, isCancelled } = endless();
  const { url, errors } = await serveApi(() => response, exchanges);
  const answer = await fetch(url);
  expect(await exchanges.drain(0)).toBe(1);
  await expect(answer.text()).rejects.toThrow('terminated');
  await isCancelled;
  expect(exchanges.count).toBe(0);
  expect(errors).toEqual([]);
});

it('does not wait for ever for what neither ends nor lets go', async () => {
  const exchanges = new Exchanges();
  let cuts = 0;
  exchanges.add(new Promise(() => {}), () => cuts++);
  expect(await exchanges.drain(0, 0)).toBe(1);
  expect({ cuts, count: exchanges.count }).toEqual({ cuts: 1, count: 1 });
});

it('has nothing to wait for when nothing is asked', async () => {
  expect(await new Exchanges().drain(10_000)).toBe(0);
});
