import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { EngagementMinute } from '../../rows/engagements.ts';
import type { MinuteFilter, MinuteRow } from '../../rows/minutes.ts';
import type { Rolled, RollUpFilter, RollUpRow, RollUpStep, RollUpWritten } from '../../rows/roll-ups.ts';
import type { Run, ScopeSpan, ScopesSpan } from '../../rows/spans.ts';
import type { Peak } from '../../rows/standing.ts';

/** What was counted minute by minute, and the hours and days made of it. */
export interface HistoryCurves {
  runs(from: number, to: number): Promise<Run[]>;
  minutes(filter: MinuteFilter): Promise<MinuteRow[]>;
  engagementMinutes(filter: ScopeSpan): Promise<EngagementMinute[]>;
  /** The highest peak of the minutes in `[from, to)` and when it was first reached; undefined when none has one. */
  peakOfMinutes(filter: MinuteFilter): Promise<Peak | undefined>;
  /** Those of some scopes in which somebody was, came, went or engaged in minutes from `from` on and before `to`. */
  busyScopes(filter: ScopesSpan): Promise<ScopeKey[]>;
  /** Hours or days that are kept; undefined while none are. */
  rolled(step: RollUpStep): Promise<Rolled | undefined>;
  /** In order of start. */
  rollUps(filter: RollUpFilter): Promise<RollUpRow[]>;
  writeRollUp(written: RollUpWritten): Promise<void>;
}
