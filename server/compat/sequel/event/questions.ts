import type { Hono } from 'hono';
import { answerTexts } from '../../../api/answer-texts.ts';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { listTexts, objectTexts } from '../../../api/json-texts.ts';
import { type Question, questionsPage } from '../../../figures/talk/questions.ts';
import { PAGE, type TalkSpan } from '../../../figures/talk/talk-pages.ts';
import { iso } from '../../../protocol/iso-time.ts';
import { AnalyticsQuery, readQuery } from '../parameters.ts';
import { askEvent, talkSpanOf } from './asked-event.ts';
import { type People, peopleBy, userObject } from './people.ts';

function questionObject(question: Question, people: People) {
  const { id, text, at, upvotes, answers } = question;
  return {
    questionId: id,
    ...userObject(question, people),
    text,
    askedAt: iso(at),
    upvotes,
    answered: answers.length > 0,
    answers: answers.map((answer) => ({ name: answer.name, text: answer.text, answeredAt: iso(answer.at) })),
  };
}

async function* questionsIn({ history }: ApiParts, span: TalkSpan) {
  let after: Question | undefined;
  do {
    const page: Question[] = await questionsPage(history, { ...span, order: 'time', after, limit: PAGE });
    const people = await peopleBy(history, page);
    yield page.map((question) => questionObject(question, people));
    after = page.length === PAGE ? page.at(-1) : undefined;
  } while (after !== undefined);
}

/** S17: questions with their answers, in order of time. */
export function serveQuestions(app: Hono<ApiEnv>, parts: ApiParts): void {
  app.get('/api/v1/events/:eventId/questions', (c) => {
    const asked = askEvent(parts, c, readQuery(c, AnalyticsQuery));
    const questions = listTexts(questionsIn(parts, talkSpanOf(asked)));
    return answerTexts(c, objectTexts({ questions }));
  });
}
