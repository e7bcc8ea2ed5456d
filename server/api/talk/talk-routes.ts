import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv, ApiParts } from '../context.ts';
import { serveChat } from './chat-routes.ts';
import { serveMoments } from './moments-routes.ts';
import { servePolls } from './polls-routes.ts';
import { serveQuestions } from './questions-routes.ts';
import { serveReactions } from './reactions-routes.ts';
import { serveSentiment } from './sentiment-routes.ts';
import { serveWords } from './words-routes.ts';

/** The figures over what people said and did. */
export function serveTalk(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  serveChat(app, parts);
  servePolls(app, parts);
  serveQuestions(app, parts);
  serveSentiment(app, parts);
  serveWords(app, parts);
  serveReactions(app, parts);
  serveMoments(app, parts);
}
