import type { PageParts } from './page-parts.ts';
import type { RedisServer } from './redis-server.ts';
import type { ServerName, ServerProcess } from './server-process.ts';

/** One measurement: the figure itself, and what helps to understand it. */
export interface Measured {
  readonly value: number;
  readonly details?: Readonly<Record<string, number>>;
}

/** What a variant runs with. Everything started is stopped after it. */
export interface Stage {
  start(name: ServerName, settings?: Readonly<Record<string, string>>): Promise<ServerProcess>;
  /** A Redis with TimeSeries of this run's own that keeps an append-only file. */
  redis(): Promise<RedisServer>;
  /** A data folder of this run with a history of months in it. */
  history(): string;
  /** Where soketi is installed. */
  soketi(): string;
  /** The built page, and a browser for it. */
  page(): PageParts;
  /** Only tried: shorter than what counts. */
  readonly isSmall: boolean;
  /** An empty folder of this run. */
  folder(): string;
  /** A folder that all runs of this bench share. */
  readonly sharedFolder: string;
}

/** One way to do the job: ours, or a control. */
export interface Variant {
  readonly name: string;
  /** Left out where that cannot be had. */
  readonly needs?: 'soketi';
  readonly measure: (stage: Stage) => Promise<Measured>;
}

/** With neither bound, it is only told. */
export interface Goal {
  readonly title: string;
  readonly of: string;
  /** The control; without it the goal is the figure itself. */
  readonly against?: string;
  /** One of the details rather than the value. */
  readonly detail?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Figure {
  /** By which it can be asked for. */
  readonly name: string;
  readonly unit: string;
  /** A variant that takes longer is given up, ms. @default four minutes */
  readonly maxMs?: number;
  readonly variants: readonly Variant[];
  readonly goals: readonly Goal[];
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
