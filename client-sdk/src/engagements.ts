import type { EngageMessage } from '../../server/protocol/client-messages.ts';
import { encode } from './encode.ts';
import { HeadcountError } from './errors.ts';
import type { Requests } from './requests.ts';

export interface EngagementsOptions {
  readonly requests: Pick<Requests, 'ask'>;
  readonly maxPending: number;
  readonly maxBytes: number;
}

/** Sends engagements and resolves with their ids once the server has stored them. */
export type Engage = (message: EngageMessage) => Promise<string>;

export function createEngage({ requests, maxPending, maxBytes }: EngagementsOptions): Engage {
  const pending = new Map<string, Promise<unknown>>();

  function store(message: EngageMessage): Promise<unknown> {
    if (pending.size >= maxPending) {
      throw new HeadcountError('queue_full', `${maxPending} engagements wait for their acknowledgement`);
    }
    const frame = encode(message);
    const bytes = new TextEncoder().encode(frame).length;
    if (bytes > maxBytes) throw new HeadcountError('too_large', `${bytes} bytes are more than ${maxBytes}`);
    // A copy: the caller may change its data while it waits.
    const stored = requests.ask(JSON.parse(frame), true).finally(() => pending.delete(message.id));
    pending.set(message.id, stored);
    return stored;
  }

  return async (message) => {
    await (pending.get(message.id) ?? store(message));
    return message.id;
  };
}
