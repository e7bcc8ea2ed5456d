import type { HistoryCurves } from '../../ports/history/curves.ts';
import { writeRollUp } from '../commit/roll-ups.ts';
import type { OpenedFile } from '../opened-file.ts';
import {
  readBusyScopes,
  readEngagementMinutes,
  readMinutes,
  readPeakOfMinutes,
  readRuns,
} from '../read/minutes.ts';
import { readRolled, readRollUps } from '../read/roll-ups.ts';

export function curvesIn(file: OpenedFile): HistoryCurves {
  return {
    runs: file.reads(readRuns),
    minutes: file.reads(readMinutes),
    engagementMinutes: file.reads(readEngagementMinutes),
    peakOfMinutes: file.reads(readPeakOfMinutes),
    busyScopes: file.reads(readBusyScopes),
    rolled: file.reads(readRolled),
    rollUps: file.reads(readRollUps),
    writeRollUp: file.writes(writeRollUp),
  };
}
