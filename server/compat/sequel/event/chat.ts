import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { answerTexts } from '../../../api/answer-texts.ts';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { csvHead, csvRow } from '../../../api/csv.ts';
import { minuteNumber } from '../../../api/talk/talk-scope.ts';
import { type ChatMessage, chatPage } from '../../../figures/talk/chat.ts';
import { iso } from '../../../protocol/iso-time.ts';
import { AnalyticsQuery, readQuery, wholeNumber } from '../parameters.ts';
import { type AskedEvent, askEvent, originOf, talkSpanOf } from './asked-event.ts';
import { CHANNEL_NAMES, ChannelQuery } from './channels.ts';
import { type People, peopleBy, userObject } from './people.ts';

const ChatQuery = AnalyticsQuery.extend({
  format: z.enum(['json', 'csv', 'txt']).default('json'),
  channel: ChannelQuery,
  limit: wholeNumber(1, 1000).optional(),
  cursor: z.string().max(256).optional(),
});

type ChatQuery = z.infer<typeof ChatQuery>;

/** So many messages come without a limit, in one answer or one part of it. */
const LIMIT = 100;
const PART = 500;

interface ChatPage {
  readonly messages: readonly ReturnType<typeof messageObject>[];
  readonly nextCursor: string | null;
}

function messageObject(message: ChatMessage, zero: number | null, people: People) {
  const { id, text, at, channel, bubble, reactions } = message;
  return {
    messageId: id,
    ...userObject(message, people),
    text: text ?? '',
    sentAt: iso(at),
    minute: minuteNumber(at, zero),
    channel: CHANNEL_NAMES[channel],
    ...(channel === 'bubble' ? { circleId: bubble } : {}),
    reactions,
  };
}

const CSV = ['messageId', 'userId', 'name', 'userEmail', 'text', 'sentAt', 'minute', 'channel', 'circleId'];
const COLUMNS = [...CSV, 'reactions'].map((name) => [name]);

type Message = ChatPage['messages'][number];

/** One line each: nobody's text can pass for somebody else's message. */
function lineOf({ sentAt, channel, name, userId, text }: Message): string {
  const flat = (words: string) => words.replace(/\s+/gu, ' ').trim();
  return `${sentAt} [${channel}] ${flat(name ?? userId)}: ${flat(text)}\n`;
}

const FORMATS = {
  csv: {
    type: 'text/csv; charset=utf-8',
    head: csvHead(COLUMNS),
    line: (message: Message) => csvRow(COLUMNS, message),
  },
  txt: { type: 'text/plain; charset=utf-8', head: '', line: lineOf },
} as const;

/** Pages of an event's transcript. */
class Transcript {
  readonly #parts: ApiParts;
  readonly #asked: AskedEvent;
  readonly #query: ChatQuery;
  readonly #list: string;

  constructor(parts: ApiParts, asked: AskedEvent, query: ChatQuery) {
    this.#parts = parts;
    this.#asked = asked;
    this.#query = query;
    const { limit: _, cursor: __, format: ___, ...filter } = query;
    this.#list = `sequel chat ${asked.event.row.key} ${JSON.stringify(filter)}`;
  }

  async page(limit: number, cursor: string | undefined): Promise<ChatPage> {
    const { history, cursors } = this.#parts;
    const [at = 0, key = 0] = cursors.read(this.#list, cursor);
    const rows = await chatPage(history, {
      ...talkSpanOf(this.#asked),
      channel: this.#query.channel,
      after: cursor === undefined ? undefined : { at, key },
      limit: limit + 1,
      isStanding: true,
    });
    const placeOf = ({ at, key }: ChatMessage) => [at, key];
    const { page, nextCursor } = cursors.page(rows, { list: this.#list, limit, placeOf });
    const [people, zero] = [await peopleBy(history, page), await originOf(history, this.#asked)];
    return {
      messages: page.map((message) => messageObject(message, zero, people)),
      nextCursor,
    };
  }

  /** All from the cursor on. */
  async *pages(): AsyncGenerator<ChatPage> {
    let { cursor } = this.#query;
    for (;;) {
      const page = await this.page(PART, cursor);
      yield page;
      if (page.nextCursor === null) return;
      cursor = page.nextCursor;
    }
  }
}

/** A page where a limit is given, with the cursor of the next in a header; else all of the transcript. */
async function answerLines(c: Context<ApiEnv>, transcript: Transcript, query: ChatQuery) {
  const { limit, cursor, format } = query;
  if (format === 'json') throw new Error('JSON has no lines');
  const { type, head, line } = FORMATS[format];
  const page = limit === undefined ? undefined : await transcript.page(limit, cursor);
  const texts = async function* () {
    yield head;
    for await (const { messages } of page === undefined ? transcript.pages() : [page])
      yield messages.map(line).join('');
  };
  c.get('noteAct')({ action: 'export', target: c.req.path, details: { format } });
  const next = page?.nextCursor ?? null;
  return answerTexts(c, texts(), {
    'content-type': type,
    ...(next === null ? {} : { 'x-next-cursor': next }),
  });
}

/** S16: the chat without what was deleted, in order of time. */
export function serveChat(app: Hono<ApiEnv>, parts: ApiParts): void {
  app.get('/api/v1/events/:eventId/chat', async (c) => {
    const query = readQuery(c, ChatQuery);
    const asked = askEvent(parts, c, query);
    const transcript = new Transcript(parts, asked, query);
    if (query.format !== 'json') return answerLines(c, transcript, query);
    const page = await transcript.page(query.limit ?? LIMIT, query.cursor);
    return c.json({ eventId: asked.event.row.id, ...page });
  });
}
