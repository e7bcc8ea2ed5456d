import { describe, expect, test } from 'vitest';
import { AcceptLimit } from '../../server/gateway/accept-limit.ts';
import { ENGINE_PATH, exchange, handshake } from '../support/raw-socket.ts';
import { useTestServer } from '../support/test-server.ts';

class Door {
  ms = 0;
  chance = 0;
  readonly limit: AcceptLimit;

  constructor(perSecond: number) {
    this.limit = new AcceptLimit({ perSecond, monotonic: () => this.ms, random: () => this.chance });
  }

  /** How many of some are let in at this instant. */
  letIn(count: number): number {
    return Array.from({ length: count }, () => this.limit.take()).filter((seconds) => seconds === null)
      .length;
  }
}

describe('the accept limit', () => {
  test('lets in a tenth of a second’s worth at once, and then as many as time brings', () => {
    const door = new Door(1000);
    expect(door.letIn(500)).toBe(100);
    door.ms = 50;
    expect(door.letIn(500)).toBe(50);
    door.ms = 60_000;
    expect(door.letIn(500)).toBe(100);
  });

  test('lets in one a second where that is allowed', () => {
    const door = new Door(1);
    expect(door.letIn(3)).toBe(1);
    door.ms = 999;
    expect(door.letIn(3)).toBe(0);
    door.ms = 1000;
    expect(door.letIn(3)).toBe(1);
  });

  test('asks who is refused to come back in 1 to 10 whole seconds', () => {
    const door = new Door(1);
    door.letIn(1);
    const asked = [0, 0.5, 0.999].map((chance) => {
      door.chance = chance;
      return door.limit.take();
    });
    expect(asked).toEqual([1, 6, 10]);
  });
});

describe('a server that lets in one socket a second', () => {
  const server = useTestServer({ MAX_ACCEPTS_PER_SECOND: 1 });

  test('refuses the next before the upgrade, over either transport, and who is in keeps its answers', async () => {
    const ann = await server.tenant().connect('ann');
    const refused = await Promise.all(
      ['/v1/ws', ENGINE_PATH].map((path) => exchange(server.port, handshake(path))),
    );
    for (const answer of refused) {
      expect(answer).toMatch(/^HTTP\/1\.1 503 /);
      expect(answer).toMatch(/\r\nretry-after: ([1-9]|10)\r\n/i);
    }
    expect(refused[0]).toContain('"code":"too_many_at_once"');
    expect(refused[1]).toContain('"message":"Too many connections"');
    expect(await server.metric('headcount_errors_total', 'code="too_many_at_once"')).toBe(2);
    expect((await ann.join('s1')).concurrent).toBe(1);
  });
});
