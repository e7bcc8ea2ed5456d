import { median } from './median.ts';
import type { ServerProcess } from './server-process.ts';

/**
 * The median CPU of some windows of equal work, ms: what else the machine does now and then falls on few of them. `work` is
 * told the number of its window.
 */
export async function medianCpuMs(
  server: ServerProcess,
  windows: number,
  work: (index: number) => Promise<unknown>,
): Promise<number> {
  const spent: number[] = [];
  let { cpuMs: before } = await server.usage();
  for (let index = 0; index < windows; index++) {
    await work(index);
    const { cpuMs } = await server.usage();
    spent.push(cpuMs - before);
    before = cpuMs;
  }
  return median(spent);
}
