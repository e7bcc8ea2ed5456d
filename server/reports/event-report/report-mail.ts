import type { Summary } from '../../figures/summary.ts';
import { timeZoneOf } from '../../live/inheritance.ts';
import type { EventState } from '../../live/registry.ts';
import type { Mail } from '../../mail/mail.ts';
import { type ReportFormats, reportFormats } from './page/formats.ts';
import { texts } from './page/texts.ts';

/** What a mail about an event's report is made of. */
export interface ReportMail {
  readonly event: EventState;
  readonly summary: Summary;
  /** To the page of the report, for whoever has it. */
  readonly url: string;
  /** Until when that works, ms. */
  readonly expiresAt: number;
}

function linesOf({ attendees, peak, byMode, engagement }: Summary, formats: ReportFormats): string[] {
  const { live, onDemand } = byMode;
  const interactions = Object.values(engagement).reduce((sum, count) => sum + count, 0);
  const { key } = texts;
  const at = peak.at === null ? '' : ` (${formats.instant(peak.at)})`;
  return [
    `${key.attendees}: ${formats.count(attendees)}`,
    `${key.peak}: ${formats.count(peak.value)}${at}`,
    `${key.views}: ${formats.count(live.views + onDemand.views)}`,
    `${key.watch}: ${formats.duration((live.watchSeconds + onDemand.watchSeconds) * 1000)}`,
    `${key.engagement}: ${formats.count(interactions)}`,
  ];
}

/** One line: what somebody has called an event is to stay in its place. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/** What one of the recipients is sent. */
export function reportMail(to: string, { event, summary, url, expiresAt }: ReportMail): Mail {
  const { row, organization } = event;
  const formats = reportFormats(row.details.timeZone ?? timeZoneOf(organization));
  const title = oneLine(row.details.title);
  const { over, link } = texts.mail;
  return {
    to,
    subject: `${texts.kicker}: ${title}`,
    text: [
      over(title),
      linesOf(summary, formats).join('\n'),
      link(formats.instant(expiresAt)),
      url,
      texts.zone(formats.timeZone),
      '',
    ].join('\n\n'),
  };
}
