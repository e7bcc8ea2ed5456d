import type { History } from '../../storage/types.ts';
import { askedSlices, attendeeInSpan } from './attendee-in-span.ts';
import { Best } from './best.ts';
import { EngagementCursor } from './engagement-cursor.ts';
import { attendeesOfSpan } from './span-attendees.ts';
import type { SpanQuestion } from './span-question.ts';
import { SpanSums, type SpanTotals } from './span-totals.ts';
import { comparePlaces, isParticipant, type ParticipantPlace, type Watcher, watcherOf } from './watcher.ts';

export interface Participant extends Watcher {
  /** How often the attendee engaged in the span, in whatever mode. */
  readonly engagement: number;
}

export type ParticipantOrder = 'engagedMinutes' | 'watchSeconds' | 'engagement';

export interface ParticipantsQuestion {
  readonly order: ParticipantOrder;
  /** Those behind this place. */
  readonly after?: ParticipantPlace | undefined;
  readonly limit: number;
}

export interface Participants {
  /** Over all participants, not only those listed. */
  readonly totals: SpanTotals;
  readonly items: readonly Participant[];
}

export function placeOf(participant: Participant, order: ParticipantOrder): ParticipantPlace {
  const figure = participant[order];
  const value = typeof figure === 'number' ? figure : figure.total;
  return { value, attendee: participant.attendee };
}

/** The top participants of a span; what is not listed is not kept. */
export async function topParticipants(
  history: History,
  question: SpanQuestion,
  { order, after, limit }: ParticipantsQuestion,
): Promise<Participants> {
  const asked = askedSlices(question);
  const sums = new SpanSums();
  const engaged = new EngagementCursor(history, question);
  const best = new Best<Participant>(limit, (a, b) => comparePlaces(placeOf(a, order), placeOf(b, order)));
  for await (const slices of attendeesOfSpan(history, question)) {
    const figures = attendeeInSpan(slices, asked);
    if (!isParticipant(figures)) continue;
    sums.add(figures);
    const engagement = await engaged.countOf(figures.attendeeKey);
    const participant = { ...watcherOf(figures), engagement };
    if (after === undefined || comparePlaces(after, placeOf(participant, order)) < 0) best.add(participant);
  }
  return { totals: sums.totals(), items: best.inOrder() };
}
