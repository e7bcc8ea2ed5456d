import type { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { serveChat } from './event/chat.ts';
import { serveMinutes } from './event/minutes.ts';
import { servePolls } from './event/polls.ts';
import { serveQuestions } from './event/questions.ts';
import { serveReactions } from './event/reactions.ts';
import { serveSentiment } from './event/sentiment.ts';
import { StageMinutes } from './event/stage-minutes.ts';
import { serveStatistics } from './event/statistics.ts';
import { serveTopMoments } from './event/top-moments.ts';
import { serveTopParticipants } from './event/top-participants.ts';
import { serveWatched } from './event/watch-over-time.ts';
import { serveWordCloud } from './event/word-cloud.ts';

/** The figures of one event. */
export function serveEventFigures(app: Hono<ApiEnv>, parts: ApiParts): void {
  const stage = new StageMinutes(parts);
  serveTopParticipants(app, parts);
  serveWatched(app, parts, stage);
  serveStatistics(app, parts, stage);
  serveMinutes(app, parts);
  servePolls(app, parts);
  serveChat(app, parts);
  serveQuestions(app, parts);
  serveSentiment(app, parts);
  serveWordCloud(app, parts);
  serveReactions(app, parts);
  serveTopMoments(app, parts);
}
