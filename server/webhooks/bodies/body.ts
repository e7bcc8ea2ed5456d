import type { MessageRow } from '../../../storage/types.ts';
import type { WebhookEndpoint } from '../../live/endpoints.ts';

/** One request of a message; most have one only. */
export interface Body {
  /** `webhook-id`: what is sent again has it again. */
  readonly id: string;
  readonly text: string;
  /** Another request follows. */
  readonly hasMore: boolean;
  /** Key of the one person whom it names; null: nobody, or many. */
  readonly attendee: number | null;
  readonly hasPeople: boolean;
}

export interface Told {
  readonly endpoint: WebhookEndpoint;
  readonly message: MessageRow;
  /** From 1. */
  readonly page: number;
}

/** Makes a body from what is known now. Null: there is nothing to say, to this endpoint. */
export type Compose = (told: Told) => Promise<Body | null>;
