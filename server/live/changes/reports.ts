import type { Actor } from './actor.ts';

/** A report is asked for: every node knows of it, and each makes its files itself when it is asked for them. */
export interface PutReportChange {
  readonly kind: 'putReport';
  readonly actor: Actor;
  readonly id: string;
  readonly event: string;
  /** Days in the time zone of the event, `yyyy-mm-dd`, both inclusive. */
  readonly from: string;
  readonly to: string;
  /** Who is told when it is there. */
  readonly email: string | null;
  /** How long it is kept, ms of log time. */
  readonly keepMs: number;
  /** Name of the node that makes it first. */
  readonly node: string;
}

/** Whether there is one, and whose, was looked up before: live keeps none. */
export interface DeleteReportChange {
  readonly kind: 'deleteReport';
  readonly actor: Actor;
  readonly id: string;
}

/** A node has made the files of a report, or failed. The first to say so is believed; later ones change nothing. */
export interface SettleReportChange {
  readonly kind: 'settleReport';
  readonly id: string;
  readonly node: string;
  /** Why it failed; null: its files were made. */
  readonly failure: string | null;
}

export type ReportChange = PutReportChange | DeleteReportChange | SettleReportChange;
