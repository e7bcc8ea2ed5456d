import { FRAME_CASES } from './cases/frames.ts';
import { MESSAGE_CASES } from './cases/messages.ts';
import { OVERLOAD_CASES } from './cases/overload.ts';
import { REQUEST_CASES } from './cases/requests.ts';
import { STORAGE_CASES } from './cases/storage.ts';
import { TIME_CASES } from './cases/time.ts';
import { TOKEN_CASES } from './cases/tokens.ts';
import { WEBHOOK_CASES } from './cases/webhooks.ts';
import type { CaseGroup } from './fault-case.ts';

/** Everything that was thought of, in the order of its numbers. */
export const CASES: readonly CaseGroup[] = [
  FRAME_CASES,
  MESSAGE_CASES,
  TOKEN_CASES,
  REQUEST_CASES,
  WEBHOOK_CASES,
  TIME_CASES,
  STORAGE_CASES,
  OVERLOAD_CASES,
];
