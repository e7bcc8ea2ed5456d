import { raw } from 'hono/html';
import { Breath } from '../../../breath.ts';
import type { EventReport } from '../event-report.ts';
import { countriesSection, engagementSection, sessionsSection } from './audience.ts';
import { concurrencySection, movementsSection } from './curves.ts';
import { type ReportFormats, reportFormats } from './formats.ts';
import { keyFigures } from './key-figures.ts';
import { type Markup, markup } from './markup.ts';
import { staysSection } from './stays.ts';
import { STYLES, STYLES_HASH } from './styles.ts';
import { messagesSection, momentsSection, pollsSection, questionsSection } from './talk.ts';
import { texts } from './texts.ts';

/** The page is one file that needs nothing else: in it, or saved to a disk, nothing runs and nothing is fetched. */
const IN_PAGE_CSP = `default-src 'none'; style-src ${STYLES_HASH}; base-uri 'none'; form-action 'none'`;

/** The `Content-Security-Policy` it is served with. */
export const PAGE_CSP = `${IN_PAGE_CSP}; frame-ancestors 'none'`;

/** When it was: planned, else when somebody was there. */
function whenOf({ event, span }: EventReport, formats: ReportFormats): string | null {
  const { startsAt, endsAt } = event.details;
  if (startsAt !== null && endsAt !== null) return formats.span(startsAt, endsAt);
  if (span !== null) return formats.span(span.from, span.to);
  return startsAt === null ? null : formats.instant(startsAt);
}

function head(report: EventReport, formats: ReportFormats): Markup {
  const { event, organization, isFinal, dataThrough, timeZone } = report;
  const about = [organization, whenOf(report, formats), texts.zone(timeZone)].filter((text) => text !== null);
  return markup`<header>
<p class="kicker">${texts.kicker}</p>
<h1>${event.details.title}</h1>
<p class="soft">${about.join(' · ')}</p>
${!isFinal && markup`<p class="note">${texts.notFinal(formats.instant(dataThrough))}</p>`}
</header>`;
}

/** Of what happened, in order. */
const SECTIONS = [
  keyFigures,
  concurrencySection,
  movementsSection,
  staysSection,
  engagementSection,
  countriesSection,
  sessionsSection,
  momentsSection,
  messagesSection,
  questionsSection,
  pollsSection,
];

/** Nothing of what happened while nobody was there. */
async function sections(report: EventReport, formats: ReportFormats): Promise<readonly Markup[]> {
  if (report.span === null)
    return [keyFigures(report, formats), markup`<section><p>${texts.nobody}</p></section>`];
  return new Breath().map(SECTIONS, (section) => section(report, formats));
}

/** One printable page without scripts, for readers of the event's time zone; with turns for all else while it is written. */
export async function eventReportPage(report: EventReport): Promise<Markup> {
  const formats = reportFormats(report.timeZone);
  const written = await sections(report, formats);
  return markup`<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${raw(IN_PAGE_CSP)}">
<title>${report.event.details.title} · ${texts.kicker}</title>
<style>${raw(STYLES)}</style>
</head>
<body>
${head(report, formats)}
<main>
${written}
</main>
<footer>${texts.footer.map((text) => markup`<p>${text}</p>`)}</footer>
</body>
</html>
`;
}
