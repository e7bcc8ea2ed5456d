import { expect } from 'vitest';
import type { ServerMessage } from '../../../server/protocol/server-messages.ts';
import type { Transport } from '../../support/tenant.ts';
import type { Frame } from '../../support/test-client.ts';
import type { TestServer } from '../../support/test-server.ts';
import type { MarkedTenant } from './marked-tenant.ts';
import { swapper } from './trespass.ts';

export interface Listening {
  readonly server: TestServer;
  readonly own: MarkedTenant;
  readonly foreign: MarkedTenant;
  readonly transport: Transport;
  readonly roles: readonly string[];
}

/** What somebody may try who knows every id of another tenant. */
function attempts({ ids }: MarkedTenant): Frame[] {
  const scopes = (['session', 'event', 'organization'] as const).flatMap((kind) =>
    ids[kind].map((id) => `${kind}:${id}`),
  );
  const [session] = ids.session;
  const [message, question] = ids.message;
  const [poll] = ids.poll;
  const engage = (action: string, data: object): Frame => ({ type: 'engage', session, action, data });
  return [
    ...scopes.map((scope) => ({ type: 'subscribe', scope, feed: true })),
    ...scopes.map((scope) => ({ type: 'subscribe', scope })),
    ...ids.session.map((id) => ({ type: 'leave', session: id })),
    engage('chat.delete', { message }),
    engage('chat.reaction', { message, reaction: 'clap' }),
    engage('question.upvote', { question }),
    engage('question.answer', { question, text: 'so' }),
    engage('poll.close', { poll }),
    engage('poll.answer', { poll, text: 'so' }),
    ...ids.session.map((id) => ({ type: 'join', session: id })),
  ];
}

const told = (answer: ServerMessage, swap: (text: string) => string) =>
  swap(JSON.stringify(answer)).replace(
    /\d{4}-\d\d-\d\dT[\d:.]+Z|"id":"[^"]+"|"(average|watchSeconds)":[\d.]+/g,
    '',
  );

/** Each role tries everything while the other tenant is busy: it is answered as about ids that nobody has, and hears nothing. */
export async function listenIn({ server, own, foreign, transport, roles }: Listening): Promise<void> {
  const swap = swapper(foreign);
  const [theirs = ''] = foreign.ids.session;
  for (const role of roles) {
    const eve = await server.tenantOf(own.tenant.org, transport).connect(`eve-${transport}`, { role });
    const heard: string[] = [];
    const ask = async (frame: Frame) => {
      const answer = await eve.request(frame.type === 'engage' ? { ...frame, id: newId() } : frame);
      heard.push(JSON.stringify(answer));
      return told(answer, swap);
    };
    for (const frame of attempts(foreign)) {
      const unknown = JSON.parse(swap(JSON.stringify(frame))) as Frame;
      expect([role, frame, await ask(frame)]).toEqual([role, frame, await ask(unknown)]);
    }
    const guest = await foreign.tenant.connect(`${foreign.idMark}-noisy`, { name: foreign.text('noisy') });
    await guest.subscribe(`session:${theirs}`);
    await guest.join(theirs);
    await guest.engage(theirs, 'chat.message', { text: foreign.text('out loud') });
    await guest.counters(({ engagement }) => (engagement['chat.message'] ?? 0) > 1);
    heard.push(...eve.inbox.everything.map((message) => JSON.stringify(message)));
    expect(heard.filter((text) => text.includes(foreign.secretMark))).toEqual([]);
    expect(eve.inbox.waiting('counters').filter(({ concurrent }) => (concurrent ?? 0) > 1)).toEqual([]);
    guest.cut();
    eve.cut();
  }
}

let last = 0;
const newId = () => `trespass-${++last}`;
