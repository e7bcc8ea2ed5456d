import type { HistoryReports } from '../../ports/history/reports.ts';
import type { OpenedFile } from '../opened-file.ts';
import {
  countReports,
  readFilesVoidBefore,
  readReport,
  readReports,
  readUnsettledReports,
} from '../read/reports.ts';

export function reportsIn(file: OpenedFile): HistoryReports {
  return {
    report: file.reads(readReport),
    reports: file.reads(readReports),
    countReports: file.reads(countReports),
    unsettledReports: file.reads(readUnsettledReports),
    filesVoidBefore: file.reads(readFilesVoidBefore),
  };
}
