import { describe, expect, it } from 'vitest';
import { ScopeZone } from '../../../server/dashboard/store/scope-zone.ts';
import { ZoneChoice } from '../../../server/dashboard/store/zone-choice.ts';
import { FakeRest } from '../fixtures/fake-rest.ts';
import { memory } from '../fixtures/memory.ts';

function opened(storage = memory()) {
  const rest = new FakeRest();
  rest.answers.set('/v1/events/e1', { id: 'e1', timeZone: 'Asia/Tokyo' });
  const zones = new ZoneChoice({ storage, reader: 'UTC' });
  return { rest, zone: new ScopeZone({ rest, parts: { kind: 'event', id: 'e1' }, zones }) };
}

describe('ScopeZone', () => {
  it("is the reader's until that of the event is chosen, which this device remembers", async () => {
    const storage = memory();
    const { zone } = opened(storage);
    await zone.tick();
    expect([zone.own.value, zone.zone.value]).toEqual(['Asia/Tokyo', 'UTC']);
    zone.choose('scope');
    expect(zone.zone.value).toBe('Asia/Tokyo');
    const { zone: later } = opened(storage);
    expect(later.zone.value).toBe('UTC');
    await later.tick();
    expect(later.zone.value).toBe('Asia/Tokyo');
  });

  it("stays the reader's where the token may not know that of the event", async () => {
    const { rest, zone } = opened();
    rest.failure = new Error('refused');
    zone.choose('scope');
    await zone.tick();
    expect([zone.own.value, zone.zone.value]).toEqual([null, 'UTC']);
  });
});
