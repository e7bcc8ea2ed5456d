import type { ReportLink, ReportLinks } from '../report-links.ts';

/** The page of an event's report, which whoever has the link may read until it expires. */
export interface PageLink {
  /** Id, which is unique on the server; that of an event is so in a tenant only. */
  readonly organization: string;
  readonly event: string;
  /** ms. */
  readonly expires: number;
}

function linkOf({ organization, event, expires }: PageLink): ReportLink {
  return { id: JSON.stringify([organization, event]), file: 'event-report', expires };
}

/** Path of the page, with what makes it work without a token. */
export function signedPage(link: PageLink, links: ReportLinks): string {
  const organization = encodeURIComponent(link.organization);
  const path = `/v1/events/${encodeURIComponent(link.event)}/report`;
  return `${path}?format=html&organization=${organization}&${links.sign(linkOf(link))}`;
}

/** Whether the signature is ours and the link has not expired. `now` in ms. */
export function isGoodPage(
  link: PageLink,
  signature: string,
  { links, now }: { links: ReportLinks; now: number },
) {
  return links.isGood(linkOf(link), signature, now);
}
