import type { TalkTopRow } from '../../../../storage/types.ts';
import { textOf } from '../../../figures/talk/engagement-texts.ts';
import type { Highlight } from '../../../figures/talk/highlights.ts';
import type { PollFigures } from '../../../figures/talk/polls.ts';
import type { ToldMoment } from '../../../figures/talk/told-moments.ts';
import type { ScopeKey } from '../../../live/catalogue.ts';
import type { EventReport } from '../event-report.ts';
import type { ReportFormats } from './formats.ts';
import { type Markup, markup } from './markup.ts';
import { barTable, goneSection, section } from './parts.ts';
import { texts } from './texts.ts';

/** So much of a text is shown: the whole of it is in the data. */
const MAX_LETTERS = 400;

const nothing = (text: string) => markup`<p class="soft">${text}</p>`;

function shortened(text: string): string {
  const letters = [...text];
  return letters.length > MAX_LETTERS ? `${letters.slice(0, MAX_LETTERS - 1).join('')}…` : text;
}

interface Said {
  readonly name: string | null;
  readonly at: number;
  readonly session: ScopeKey;
  readonly text: string;
}

/** What the report is of, and how it is written. */
interface Telling {
  readonly report: EventReport;
  readonly formats: ReportFormats;
}

/** `note`: what others did about it. */
function quote({ name, at, session, text }: Said, note: string, { report, formats }: Telling): Markup {
  const titled = report.sessions.rows.find((row) => row.session.key === session)?.session.details.title;
  const when = formats.row(at, report.span ?? { from: at, to: at });
  const source = [name ?? texts.unnamed, when, titled].filter((part) => part !== undefined);
  return markup`<p class="quote">${shortened(text)}</p>
<p class="soft">${source.join(', ')} · ${note}</p>`;
}

const list = (items: readonly Markup[]) =>
  markup`<ol class="list">${items.map((item) => markup`<li>${item}</li>`)}</ol>`;

function highlightOf(highlight: Highlight, telling: Telling): Markup {
  const count = telling.formats.count(highlight.reactions);
  const isChat = highlight.kind === 'chat';
  return quote(highlight, isChat ? texts.messages.reactions(count) : texts.questions.upvotes(count), telling);
}

function momentOf(moment: ToldMoment, telling: Telling): Markup {
  const { report, formats } = telling;
  const { signals, reason, present } = texts.moments;
  const { start, reasons, concurrent, highlights } = moment;
  const told = reasons.map((signal) => {
    const { count, usual } = moment.signals[signal];
    return reason(signals[signal], formats.count(count), formats.average(usual));
  });
  const when = formats.row(start, report.span ?? { from: start, to: moment.end });
  return markup`<strong>${when}</strong> <span class="tag">${present(formats.count(concurrent))}</span>
<p>${told.join(' · ')}</p>
${highlights.filter(({ reactions }) => reactions > 0).map((one) => highlightOf(one, telling))}`;
}

export function momentsSection(report: EventReport, formats: ReportFormats): Markup {
  const { title, lead, empty } = texts.moments;
  const { moments: told } = report;
  if (told === null) return goneSection(title);
  const items = told.moments.map((moment) => momentOf(moment, { report, formats }));
  const content = items.length === 0 ? nothing(empty) : markup`<p class="soft">${lead}</p>${list(items)}`;
  return section(title, told.dataThrough, content, formats);
}

const said = (row: TalkTopRow): Said => ({ ...row, text: textOf(row) });

export function messagesSection(report: EventReport, formats: ReportFormats): Markup {
  const { title, empty, reactions } = texts.messages;
  const { messages: found } = report;
  if (found === null) return goneSection(title);
  const items = found.messages.map((row) => {
    return quote(said(row), reactions(formats.count(row.references)), { report, formats });
  });
  return section(title, found.dataThrough, items.length === 0 ? nothing(empty) : list(items), formats);
}

export function questionsSection(report: EventReport, formats: ReportFormats): Markup {
  const { title, empty, upvotes, answered, open } = texts.questions;
  const { questions: found } = report;
  if (found === null) return goneSection(title);
  const items = found.questions.map((row) => {
    const note = `${upvotes(formats.count(row.references))}, ${row.isAnswered ? answered : open}`;
    return quote(said(row), note, { report, formats });
  });
  return section(title, found.dataThrough, items.length === 0 ? nothing(empty) : list(items), formats);
}

/** The latest of free answers. */
const TEXTS = 5;

function pollOf(
  { question, respondents, options, texts: answers }: PollFigures,
  formats: ReportFormats,
): Markup {
  const { columns } = texts.polls;
  const rows = options.map(({ text, votes }) => {
    const share = respondents === 0 ? texts.none : formats.share(votes / respondents);
    return { name: text, value: votes, cells: [formats.count(votes), share] };
  });
  return markup`<strong>${question}</strong>
<p class="soft">${texts.polls.respondents(formats.count(respondents))}</p>
${rows.length > 0 && barTable({ columns, rows, whole: respondents })}
${answers.slice(0, TEXTS).map((text) => markup`<p class="quote">${shortened(text)}</p>`)}`;
}

export function pollsSection({ polls: found }: EventReport, formats: ReportFormats): Markup {
  const { title, empty, more } = texts.polls;
  if (found === null) return goneSection(title);
  const items = found.polls.map((poll) => pollOf(poll, formats));
  const content = markup`${items.length === 0 ? nothing(empty) : list(items)}
${found.more > 0 && nothing(more(formats.count(found.more)))}`;
  return section(title, found.dataThrough, content, formats);
}
