import { ANNOUNCEMENT_TYPES } from '../../../live/announcements.ts';
import type { WebhookAnswer } from '../../rest/webhook-answers.ts';

export type WebhookType = (typeof ANNOUNCEMENT_TYPES)[number];

/** A webhook as it is being written. */
export interface WebhookDraft {
  readonly url: string;
  readonly description: string;
  /** Limits it to one event; empty: to none. */
  readonly event: string;
  readonly isToldAll: boolean;
  /** Of what it is told, where that is not everything. */
  readonly types: readonly WebhookType[];
  readonly active: boolean;
}

/** What is wrong with a draft; null: nothing. */
export type WebhookProblem = 'url' | 'types' | null;

export const NEW_WEBHOOK: WebhookDraft = {
  ...{ url: 'https://', description: '', event: '', isToldAll: true, types: [], active: true },
};

export function webhookDraftOf({ url, description, event, types, active }: WebhookAnswer): WebhookDraft {
  const told = ANNOUNCEMENT_TYPES.filter((type) => types?.includes(type));
  return { url, description, event: event ?? '', isToldAll: types === null, types: told, active };
}

export function webhookProblemOf({ url, isToldAll, types }: WebhookDraft): WebhookProblem {
  if (!/^https?:\/\/[^/]/i.test(url.trim())) return 'url';
  return !isToldAll && types.length === 0 ? 'types' : null;
}

/** With or without one of the types, in the order in which the server tells them. */
export function withType(draft: WebhookDraft, type: WebhookType, isTold: boolean): WebhookDraft {
  const types = ANNOUNCEMENT_TYPES.filter((one) => (one === type ? isTold : draft.types.includes(one)));
  return { ...draft, types };
}

function detailsOf({ url, description, isToldAll, types, active }: WebhookDraft) {
  const told = isToldAll ? null : types;
  return { url: url.trim(), description: description.trim(), types: told, active };
}

export function newWebhook(draft: WebhookDraft): object {
  const event = draft.event.trim();
  return { ...detailsOf(draft), ...(event !== '' && { event }) };
}

/** Of what a Sequel subscription is told is said by that contract alone. */
export function changedWebhook(draft: WebhookDraft, { flavour, expiresAt }: WebhookAnswer): object {
  const { types, ...details } = detailsOf(draft);
  return { ...details, expiresAt, ...(flavour === 'standard' && { types }) };
}
