import { totalmem } from 'node:os';
import { constrainedMemory } from 'node:process';
import { getHeapStatistics } from 'node:v8';
import { type Finding, ok, warning } from './finding.ts';

/** Bytes a process has, of all that the server needs. */
export interface MemoryReading {
  /** Of the machine, or of the container where it has less. */
  readonly total: number;
  /** What V8 lets its heap grow to. */
  readonly heapLimit: number;
}

/** Measured by `npm run bench -- memory`: what a present attendee takes in the process. */
const BYTES_AN_ATTENDEE = 2_200;
/** Socket structures and buffers, outside the process (Linux). */
const KERNEL_BYTES_A_SOCKET = 4_096;
/** A server that has just started, with its readers' page caches. */
const BASE_BYTES = 200 * 1024 ** 2;

const mib = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MiB`;

export function readMemory(): MemoryReading {
  const constrained = constrainedMemory();
  const total = totalmem();
  return {
    // Without a limit, cgroups tell 0 or a number beyond all memory.
    total: constrained > 0 && constrained < total ? constrained : total,
    heapLimit: getHeapStatistics().heap_size_limit,
  };
}

/** Whether MAX_CONNECTIONS people, each in a session, fit. */
export function judgeMemory({ total, heapLimit }: MemoryReading, maxConnections: number): Finding[] {
  const inProcess = BASE_BYTES + maxConnections * BYTES_AN_ATTENDEE;
  const needed = inProcess + maxConnections * KERNEL_BYTES_A_SOCKET;
  const text = `${mib(total)}, ${mib(needed)} wanted by ${maxConnections} connections`;
  return [
    needed <= total ? ok('memory', text) : warning('memory', text, 'more memory, or a lower MAX_CONNECTIONS'),
    inProcess <= heapLimit
      ? ok('heap', `${mib(heapLimit)} allowed, ${mib(inProcess)} wanted`)
      : warning(
          'heap',
          `${mib(heapLimit)} allowed, ${mib(inProcess)} wanted`,
          `NODE_OPTIONS=--max-old-space-size=${Math.ceil((inProcess * 1.5) / 1024 ** 2)}`,
        ),
  ];
}
