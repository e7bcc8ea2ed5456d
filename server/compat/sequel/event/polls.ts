import type { Hono } from 'hono';
import type { TalkRow } from '../../../../storage/types.ts';
import { answerTexts } from '../../../api/answer-texts.ts';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { listTexts, longItemsTexts, objectTexts } from '../../../api/json-texts.ts';
import { textOrNull } from '../../../figures/talk/engagement-texts.ts';
import { chosenOf, type PollFigures, pollsOf } from '../../../figures/talk/polls.ts';
import { PAGE, type TalkSpan } from '../../../figures/talk/talk-pages.ts';
import { iso, isoOrNull } from '../../../protocol/iso-time.ts';
import { AnalyticsQuery, readQuery } from '../parameters.ts';
import { askEvent, talkSpanOf } from './asked-event.ts';
import { type People, peopleBy } from './people.ts';

function pollObject(poll: PollFigures) {
  return {
    pollId: poll.poll,
    question: poll.question,
    type: poll.type,
    createdAt: iso(poll.openedAt),
    closedAt: isoOrNull(poll.closedAt),
    totalAnswers: poll.answers,
    uniqueUsers: poll.respondents,
    options: poll.options.map(({ id, ...option }) => ({ optionId: id, ...option })),
  };
}

/** Of an anonymous answer nobody is in `people`. */
function answerObject(row: TalkRow, { type }: PollFigures, people: People) {
  const user = people.get(row.attendeeKey);
  return {
    userId: user?.attendee ?? null,
    name: user?.name ?? null,
    userEmail: user?.email ?? null,
    optionIds: chosenOf(row),
    ...(type === 'text' ? { text: textOrNull(row, 'text') } : {}),
    answeredAt: iso(row.at),
  };
}

/** The last answer of everybody, in order of time. */
async function* answersTo({ history }: ApiParts, span: TalkSpan, figures: PollFigures) {
  const { session, poll } = figures;
  const { from, to } = span;
  let after: TalkRow | undefined;
  do {
    const rows: TalkRow[] = await history.pollAnswers({ session, poll, from, to, after, limit: PAGE });
    const named = rows.filter(({ anonymous }) => !anonymous && !figures.anonymous);
    const people = await peopleBy(history, named);
    yield rows.map((row) => answerObject(row, figures, people));
    after = rows.length === PAGE ? rows.at(-1) : undefined;
  } while (after !== undefined);
}

/** S15: polls with their answers, in the order in which they were first opened. */
export function servePolls(app: Hono<ApiEnv>, parts: ApiParts): void {
  app.get('/api/v1/events/:eventId/polls', async (c) => {
    const asked = askEvent(parts, c, readQuery(c, AnalyticsQuery));
    const span = talkSpanOf(asked);
    const polls = await pollsOf(parts.history, span);
    const objects = polls.map((poll) =>
      objectTexts({ ...pollObject(poll), answers: listTexts(answersTo(parts, span, poll)) }),
    );
    return answerTexts(c, objectTexts({ eventId: asked.event.row.id, polls: longItemsTexts(objects) }));
  });
}
