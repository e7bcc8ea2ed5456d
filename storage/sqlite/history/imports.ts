import type { HistoryImports } from '../../ports/history/imports.ts';
import type { OpenedFile } from '../opened-file.ts';
import {
  readBackfilled,
  readBackfilledWatch,
  readImportAnswer,
  readImportAnswerOfKey,
  readOverlapping,
} from '../read/imports.ts';

export function importsIn(file: OpenedFile): HistoryImports {
  return {
    backfilled: file.reads(readBackfilled),
    backfilledWatch: file.reads(readBackfilledWatch),
    importAnswer: file.reads(readImportAnswer),
    importAnswerOfKey: file.reads(readImportAnswerOfKey),
    overlapping: file.reads(readOverlapping),
  };
}
