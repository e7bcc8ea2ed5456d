import { beforeAll, describe, expect, test } from 'vitest';
import { frame, Opcode } from '../../support/frames.ts';
import { ENGINE_PATH, RawSocket } from '../../support/raw-socket.ts';
import { SOON } from '../../support/soon.ts';
import type { Tenant } from '../../support/tenant.ts';
import { useTestServer } from '../../support/test-server.ts';
import { Witness } from '../../support/witness.ts';

const server = useTestServer({
  MAX_MESSAGES_PER_SECOND: 100_000,
  MAX_MESSAGE_BYTES: 65_536,
  TIMEOUT_SECONDS: 5,
});
let tenant: Tenant;
let witness: Witness;
beforeAll(async () => {
  tenant = server.tenant('socketio');
  witness = await Witness.of(server, tenant);
});

const packet = (payload: string) => frame({ payload });

async function engine(): Promise<RawSocket> {
  return RawSocket.upgraded(server.port, ENGINE_PATH);
}

async function connected(): Promise<RawSocket> {
  const raw = await engine();
  raw.write(packet(`40${JSON.stringify({ token: tenant.token('ann') })}`));
  await raw.until((text) => text.includes('"welcome"'));
  return raw;
}

const JOIN = '421["join",{"session":"s1"}]';

describe('packets of Socket.IO', () => {
  test.each([
    ['an event before CONNECT', '42["join",{"session":"s1"}]'],
    ['an acknowledgement before CONNECT', '430[]'],
    ['CONNECT_ERROR', '44{"message":"no"}'],
    ['no such packet', '49'],
    ['a packet of Engine.IO that does not exist', '9'],
    ['an upgrade', '5'],
    ['a probe', '2probe'],
    ['CONNECT with a truncated payload', '40{"token":'],
    ['CONNECT with a list', '40["token"]'],
    ['nothing', ''],
  ])('%s without a token gets no further', async (_what, payload) => {
    const raw = await engine();
    raw.write(packet(payload));
    raw.write(packet(JOIN));
    await raw.closed;
    expect(raw.text).not.toContain('"joined"');
  });

  test.each(['40/admin,', '40/__proto__,', '40/constructor,{"token":"x"}'])(
    'there is no namespace but the default: %s',
    async (payload) => {
      const raw = await engine();
      raw.write(packet(payload));
      expect(await raw.until((text) => text.includes('44/'))).toContain('Invalid namespace');
      raw.destroy();
    },
  );

  test.each([
    ['a second CONNECT', '40{"token":"x"}'],
    ['an object instead of a list', '42{}'],
    ['an empty list', '42[]'],
    ['null as its name', '42[null]'],
    ['truncated JSON', '42["join",{"session":'],
    ['a reserved name', '42["disconnect"]'],
    ['a name that would add a listener', '42["newListener",{}]'],
    ['a binary event with no attachments', '450-["join",{"_placeholder":true,"num":0}]'],
    ['a million attachments', '45999999-["join"]'],
    ['an attachment whose number is a word', '451-["join",{"_placeholder":true,"num":"splice"}]'],
    ['an attachment before the first', '451-["join",{"_placeholder":true,"num":-1}]'],
    ['text where an attachment should be', '451-["join",{"_placeholder":true,"num":0}]', JOIN],
    ['a list as a message', '42["join",["s1"]]'],
    ['a text as a message', '42["join","s1"]'],
    ['null as a message', '42["join",null]'],
    [
      'a message of 30,000 levels',
      `42["join",{"session":"s1","a":${'['.repeat(30_000)}${']'.repeat(30_000)}}]`,
    ],
  ])('%s closes the connection and leaves nobody behind', async (_what, ...payloads) => {
    const raw = await connected();
    for (const payload of payloads) raw.write(packet(payload));
    // The attachment that some of them announce.
    if (payloads[0]?.startsWith('451-')) raw.write(frame({ opcode: Opcode.binary, payload: 'xx' }));
    await raw.closed;
    expect(raw.text).not.toContain('"joined"');
    await expect.poll(() => server.metric('headcount_socketio_clients'), SOON).toBe(1);
    expect(await server.metric('headcount_connections')).toBe(1);
  });

  test.each([
    ['a number as its name', '42[1,{}]', 'unknown_type'],
    ['the name error', '42["error",{"token":"secret-of-a-client"}]', 'unknown_type'],
    ['a name from the prototype', '42["toString",{}]', 'unknown_type'],
    ['the name message', '42["message","hello"]', '4400'],
    ['no message', '42["join"]', 'invalid_message'],
    ['its type in the message', '42["dance",{"type":"join","session":"s1"}]', 'unknown_type'],
  ])('an event with %s is refused', async (_what, payload, expected) => {
    const raw = await connected();
    raw.write(packet(payload));
    expect(await raw.until((text) => text.includes(expected))).not.toContain('"joined"');
    raw.destroy();
  });

  test('answers to what was never asked are ignored', async () => {
    const raw = await connected();
    for (const payload of ['430[]', '43NaN[]', '4399999999999999999999[{}]', '43[]', '43{}'])
      raw.write(packet(payload));
    raw.write(packet(JOIN));
    await raw.until((text) => text.includes('"joined"') || raw.socket.closed).catch(() => {});
    raw.destroy();
    await witness.hasNoticedNothing();
  });

  test('who leaves the namespace is closed', async () => {
    const raw = await connected();
    raw.write(packet('41'));
    await raw.closed;
    await expect.poll(() => server.metric('headcount_socketio_clients'), SOON).toBe(1);
  });

  test('a hundred CONNECTs at once make at most one presence', async () => {
    const raw = await engine();
    const token = tenant.token('many');
    raw.write(Buffer.concat(Array.from({ length: 100 }, () => packet(`40${JSON.stringify({ token })}`))));
    await raw.closed.then(
      () => {},
      () => {},
    );
    await expect.poll(() => server.metric('headcount_connections'), SOON).toBe(1);
    expect(await server.metric('headcount_socketio_clients')).toBe(1);
  });

  test('nothing that a client said got into the log, and the witness beside has noticed nothing', async () => {
    expect(server.logged.join('\n')).not.toContain('secret-of-a-client');
    await witness.hasNoticedNothing();
  });
});
