import type { AlertRow } from '../../storage/types.ts';
import type { AlertCondition } from '../live/alerts/rule.ts';
import type { Mail } from '../mail/mail.ts';

/** A mail about an alert. */
export interface AlertMail {
  readonly alert: AlertRow;
  readonly hasEnded: boolean;
  /** Of what it is about. */
  readonly title: string;
  /** Base URL by which people reach this server. */
  readonly publicUrl: string | undefined;
}

const minute = (time: number) => `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** One line: what somebody has called something is to stay in its place. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

function reasonOf({ kind, ...condition }: AlertCondition, threshold: number): string {
  switch (kind) {
    case 'above':
      return `more than ${threshold}`;
    case 'below':
      return `fewer than ${threshold}`;
    case 'capacity':
      return `${threshold} or more, a share of the capacity`;
    case 'drop':
      return `${threshold} or fewer, after a drop`;
    case 'silence':
      return `nobody${'seconds' in condition ? ` for ${condition.seconds} seconds` : ''}`;
    default:
      return 'a new peak';
  }
}

/** What one of the recipients is sent. */
export function alertMail(to: string, { alert, hasEnded, title, publicUrl }: AlertMail): Mail {
  const { condition, threshold, value, worst, clearedValue, raisedAt, clearedAt } = alert;
  const name = oneLine(alert.name);
  const said = hasEnded
    ? [`Attendees: ${clearedValue ?? 0}, at the worst ${worst}`, `Ended: ${minute(clearedAt ?? raisedAt)}`]
    : [`Attendees: ${value} (${reasonOf(condition, threshold)})`];
  return {
    to,
    subject: `${hasEnded ? 'Over' : 'Alert'}: ${name} (${oneLine(title)})`,
    text: [
      `${oneLine(title)}: ${name}`,
      ...said,
      `Raised: ${minute(raisedAt)}`,
      ...(publicUrl === undefined ? [] : [`${publicUrl}/`]),
      '',
    ].join('\n\n'),
  };
}
