import { beforeAll, describe, expect, test } from 'vitest';
import type { Tenant, Transport } from '../../support/tenant.ts';
import { type Frame, newId, type TestClient } from '../../support/test-client.ts';
import { useTestServer } from '../../support/test-server.ts';
import { Witness } from '../../support/witness.ts';

const NO_TEXTS = [undefined, null, 5, true, [], {}, ['s1'], { s1: 1 }];
const NO_IDS = [
  '',
  ' ',
  'a b',
  'a'.repeat(129),
  'a'.repeat(257),
  'a'.repeat(2000),
  '🎉',
  'a\u0000b',
  'a\u001fb',
  'a\nb',
  'a\r\nb',
  'a\u007fb',
  '\u202eabc',
  '\ud800',
  'a*',
  'a?',
  '{a}',
  '<script>',
  '"',
];
const NO_NUMBERS = [null, '5', true, [], {}, -1, -0.001, 604_801, 1e300];

const engagement = { id: 'e1', session: 's1', action: 'x.a', data: {} };

/** Every field of every message with values that it does not take. */
const WRONG: readonly (readonly [type: string, field: string, good: object, bad: readonly unknown[]])[] = [
  ['join', 'session', {}, [...NO_TEXTS, ...NO_IDS]],
  ['join', 'mode', { session: 's1' }, [null, 5, '', 'LIVE', 'ondemand', ['live'], {}]],
  ['join', 'position', { session: 's1', mode: 'onDemand' }, NO_NUMBERS],
  ['heartbeat', 'positions', {}, [null, 5, 'x', [5], { s1: null }, { s1: '5' }, { s1: -1 }, { 'a b': 1 }]],
  ['leave', 'session', {}, [...NO_TEXTS, ...NO_IDS]],
  ['engage', 'id', engagement, [...NO_TEXTS, ...NO_IDS]],
  ['engage', 'session', engagement, [...NO_TEXTS, ...NO_IDS]],
  ['engage', 'action', engagement, NO_TEXTS],
  ['subscribe', 'scope', {}, [...NO_TEXTS, ...NO_IDS, ...NO_IDS.map((id) => `session:${id}`)]],
  ['subscribe', 'feed', { scope: 'session:s1' }, [null, 1, 'true', [], {}]],
  ['unsubscribe', 'scope', {}, [...NO_TEXTS, ...NO_IDS]],
  ['auth', 'token', {}, NO_TEXTS],
  ['auth', 'client', { token: 'x' }, [null, 5, '', 'a b', {}]],
  ['join', 'id', { session: 's1' }, [null, 5, {}, [], 'i'.repeat(129)]],
];

const GOOD_IDS = [
  'a',
  'a'.repeat(128),
  'ж'.repeat(128),
  '𝐀'.repeat(128),
  '会場',
  'قاعة',
  '../../etc/passwd',
  'a:b',
  'a|b',
  'ann+tag@example.org',
  '__proto__',
  'constructor',
  'toString',
];

/** Sends what may have an id of its own that is wrong, and gives the code of the one error that comes. */
async function codeOf(client: TestClient, message: Frame): Promise<string> {
  client.send(message);
  return (await client.next('error')).code;
}

export function badMessagesSuite(transport: Transport): void {
  describe('messages', () => {
    const server = useTestServer({ MAX_MESSAGES_PER_SECOND: 10_000, TIMEOUT_SECONDS: 5 });
    let tenant: Tenant;
    let witness: Witness;
    beforeAll(async () => {
      tenant = server.tenant(transport);
      witness = await Witness.of(server, tenant);
    });

    test.each(WRONG)('%s with a wrong %s is refused, and changes nothing', async (type, field, good, bad) => {
      const ann = await tenant.connect('ann', { role: 'moderator' });
      for (const value of bad) {
        const message = { type, ...good, [field]: value };
        expect([value, await codeOf(ann, message)]).toEqual([value, 'invalid_message']);
      }
      expect((await tenant.call('/v1/sessions/s1')).status).toBe(404);
      ann.close();
      await witness.hasNoticedNothing();
    });

    test('too many positions in a heartbeat are refused', async () => {
      const ann = await tenant.connect('ann');
      const positions = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`s${index}`, 1]));
      expect(await codeOf(ann, { type: 'heartbeat', positions })).toBe('invalid_message');
      ann.close();
    });

    test.each(GOOD_IDS)('%j is an id like any other', async (id) => {
      const ann = await tenant.enter('ann', id);
      expect((await ann.subscribe(`session:${id}`)).concurrent).toBe(1);
      await ann.engage(id, 'reaction', { reaction: 'clap' });
      const { status, json } = await tenant.call(`/v1/sessions/${encodeURIComponent(id)}`);
      expect({ status, id: json.id }).toEqual({ status: 200, id });
      expect((await tenant.counters(`session:${encodeURIComponent(id)}`)).engagement).toEqual({
        reaction: 1,
      });
      await ann.leave(id);
      ann.close();
    });

    test('an id is the same however its accents are composed', async () => {
      const [ann, bob] = [await tenant.connect('ann'), await tenant.connect('bob')];
      expect((await ann.join('caf\u00e9')).session).toBe('caf\u00e9');
      expect(await bob.join('cafe\u0301')).toMatchObject({ session: 'caf\u00e9', concurrent: 2 });
      ann.close();
      bob.close();
    });

    test.each([
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      '',
      'AUTH',
      'h',
      'welcome',
      'error',
      'closing',
    ])('there is no message of type %j, unless it is a heartbeat', async (type) => {
      const ann = await tenant.connect('ann');
      if (type !== 'h' || transport === 'plain') {
        expect(await codeOf(ann, { type })).toBe('unknown_type');
      } else ann.send('h');
      await ann.join('elsewhere');
      ann.close();
    });

    test('keys that would reach a prototype reach nothing', async () => {
      const ann = await tenant.enter('ann', 'p1');
      const evil = JSON.parse(
        '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"nested":{"__proto__":{"polluted":1}}}',
      ) as Record<string, unknown>;
      await ann.engage('p1', 'x.evil', evil);
      ann.send({ type: 'heartbeat', positions: JSON.parse('{"__proto__":5,"constructor":6}') });
      await ann.ask({ ...evil, type: 'join', session: 'p1' }, 'joined');
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      const { text } = await tenant.call('/v1/sessions/p1/engagements');
      expect(text).toContain('"constructor":{"prototype":{"polluted":1}}');
      ann.close();
      await witness.hasNoticedNothing();
    });

    test.each([
      ['without options', { type: 'single' }],
      ['of no options', { type: 'multiple', options: [] }],
      [
        'whose options share an id',
        {
          type: 'single',
          options: [
            { id: 'a', text: 'A' },
            { id: 'a', text: 'B' },
          ],
        },
      ],
    ])('a poll to choose from %s is refused', async (_what, poll) => {
      const mod = await tenant.enter('mod', 'polls', { role: 'moderator' });
      const data = { poll: 'p1', question: 'Which?', ...poll };
      expect(
        await mod.refusal({ type: 'engage', id: newId(), session: 'polls', action: 'poll.open', data }),
      ).toBe('invalid_data');
      mod.close();
    });

    test('data that is nested too deeply is refused', async () => {
      const ann = await tenant.enter('ann', 'deep');
      const nested = (levels: number) =>
        JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as Record<string, unknown>;
      await ann.engage('deep', 'x.deep', nested(30));
      for (const levels of [33, 400, 2000]) {
        const message = {
          type: 'engage',
          id: `deep-${levels}`,
          session: 'deep',
          action: 'x.deep',
          data: nested(levels),
        };
        expect(await ann.refusal(message)).toBe('invalid_data');
      }
      ann.close();
    });

    test('numbers at the edge are taken as they are, or refused', async () => {
      const ann = await tenant.connect('ann');
      for (const position of [0, -0, 604_800, 0.1 + 0.2, Number.MIN_VALUE])
        await ann.join('edge', { position });
      for (const position of [
        Number.MAX_SAFE_INTEGER + 2,
        Number.MAX_VALUE,
        Number.POSITIVE_INFINITY,
        Number.NaN,
      ]) {
        expect(await codeOf(ann, { type: 'join', session: 'edge', position })).toBe('invalid_message');
      }
      ann.close();
    });

    test('lone surrogates in texts are replaced before they are stored', async () => {
      const ann = await tenant.enter('ann', 'text');
      await ann.engage('text', 'chat.message', { text: 'a\ud800b\u0000' });
      const items = (await tenant.call('/v1/sessions/text/engagements')).json.items;
      expect(items).toMatchObject([{ data: { text: 'a\ufffdb\u0000' } }]);
      ann.close();
    });

    test('an answer that nobody waits for harms nobody', async () => {
      const ann = await tenant.enter('ann', 'gone');
      for (let index = 0; index < 50; index++) {
        ann.send({
          type: 'engage',
          id: `gone-${index}`,
          session: 'gone',
          action: 'reaction',
          data: { reaction: 'clap' },
        });
        ann.send({ type: 'join', session: `gone-${index % 3}` });
      }
      ann.cut();
      await ann.closed;
      await witness.hasNoticedNothing();
    });
  });

  describe('floods', () => {
    const server = useTestServer({ TIMEOUT_SECONDS: 5 });

    test('of many clients close them, and nobody else', async () => {
      const tenant = server.tenant(transport);
      const witness = await Witness.of(server, tenant);
      const flooders = await Promise.all(
        Array.from({ length: 10 }, (_, index) => tenant.enter(`f${index}`, 'flooded')),
      );
      for (const flooder of flooders) {
        for (let count = 0; count < 500; count++) {
          flooder.send(count % 2 === 0 ? 'h' : { type: 'join', session: `s${count}` });
        }
      }
      const codes = await Promise.all(flooders.map(async ({ closed }) => (await closed).code));
      expect(codes).toEqual(flooders.map(() => 4429));
      await witness.hasNoticedNothing();
    });
  });
}
