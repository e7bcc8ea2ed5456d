import type { TalkTopRow } from '../../../storage/types.ts';
import { Best } from '../../figures/best.ts';
import { textOf } from '../../figures/talk/engagement-texts.ts';
import { type PollFigures, pollsOf } from '../../figures/talk/polls.ts';
import { momentsOf, type ToldMoments } from '../../figures/talk/told-moments.ts';
import type { Dated, EventReportParts } from './event-report.ts';
import type { ReportScope } from './report-scope.ts';

export interface ReportMoments extends ToldMoments {
  /** Minutes that a moment lasts. */
  readonly size: number;
}

export interface ReportMessages {
  /** Those that were reacted to, most reactions first. */
  readonly messages: readonly TalkTopRow[];
}

export interface ReportQuestions {
  /** Most upvotes first. */
  readonly questions: readonly (TalkTopRow & { readonly isAnswered: boolean })[];
}

export interface ReportPolls {
  /** Those with most respondents, in the order in which they were opened. */
  readonly polls: readonly PollFigures[];
  /** How many there are besides. */
  readonly more: number;
}

const MOMENTS = { size: 1, limit: 5 } as const;
const MESSAGES = 5;
const QUESTIONS = 10;
const POLLS = 12;

const keysOf = ({ sessions }: ReportScope) => sessions.map(({ row }) => row.key);

/** Null when minutes have gone. */
export async function reportMoments(
  parts: EventReportParts,
  scope: ReportScope,
): Promise<Dated<ReportMoments> | null> {
  if (!scope.hasMinutes) return null;
  const dataThrough = parts.dataThrough();
  const span = { scope: scope.key, sessions: keysOf(scope), from: 0, to: dataThrough + 1 };
  return { dataThrough, ...(await momentsOf(parts, { ...span, ...MOMENTS })), size: MOMENTS.size };
}

/** Null when engagements have gone. */
export async function messagesOf(
  { history, dataThrough }: EventReportParts,
  scope: ReportScope,
): Promise<Dated<ReportMessages> | null> {
  if (!scope.isWhole) return null;
  const through = dataThrough();
  const span = { sessions: keysOf(scope), from: 0, to: through + 1, limit: MESSAGES };
  const top = await history.talkTop({ ...span, action: 'chat.message', by: 'chat.reaction' });
  return { dataThrough: through, messages: top.filter(({ references }) => references > 0) };
}

/** Null when engagements have gone. */
export async function questionsOf(
  { history, dataThrough }: EventReportParts,
  scope: ReportScope,
): Promise<Dated<ReportQuestions> | null> {
  if (!scope.isWhole) return null;
  const through = dataThrough();
  const sessions = keysOf(scope);
  const span = { sessions, from: 0, to: through + 1, limit: QUESTIONS };
  const top = await history.talkTop({ ...span, action: 'question.ask', by: 'question.upvote' });
  const ids = top.map(({ id }) => id);
  const answers = await history.talkAbout({ sessions, actions: ['question.answer'], ids, each: 1 });
  const answered = new Set(answers.map((row) => textOf(row, 'question')));
  const questions = top.map((row) => ({ ...row, isAnswered: answered.has(row.id) }));
  return { dataThrough: through, questions };
}

/** Null when engagements have gone. */
export async function pollsIn(
  { history, dataThrough }: EventReportParts,
  scope: ReportScope,
): Promise<Dated<ReportPolls> | null> {
  if (!scope.isWhole) return null;
  const through = dataThrough();
  const all = await pollsOf(history, { sessions: keysOf(scope), to: through + 1 });
  const inOrder = (a: PollFigures, b: PollFigures) => a.openedAt - b.openedAt || a.key - b.key;
  const best = new Best<PollFigures>(POLLS, (a, b) => b.respondents - a.respondents || inOrder(a, b));
  for (const poll of all) best.add(poll);
  const polls = [...best.inOrder()].sort(inOrder);
  return { dataThrough: through, polls, more: all.length - polls.length };
}
