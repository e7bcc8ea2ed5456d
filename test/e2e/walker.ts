import type { Random } from '../../server/demo/random.ts';
import type { Tenant } from '../support/tenant.ts';
import { engagement, type TestClient } from '../support/test-client.ts';

export const SESSIONS = ['s0', 's1', 's2', 'lounge'] as const;
const BEAT_MS = 300;
const MAX_TABS = 3;

/** One open socket, and where it is. */
interface Tab {
  readonly client: TestClient;
  readonly sessions: Set<string>;
}

const STEPS = [
  ['join', 30],
  ['leave', 12],
  ['engage', 20],
  ['look', 8],
  ['tab', 10],
  ['cut', 8],
  ['close', 4],
  ['silent', 5],
] as const;

/** An attendee who does at random what attendees do, one thing after the other, on real sockets. */
export class Walker {
  readonly name: string;
  readonly acknowledged: string[] = [];
  readonly #tenant: Tenant;
  readonly #random: Random;
  readonly #tabs: Tab[] = [];

  constructor(name: string, tenant: Tenant, random: Random) {
    this.name = name;
    this.#tenant = tenant;
    this.#random = random;
  }

  async walk(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) await this.#step();
  }

  /** Sessions in which at least one of its sockets is. */
  get sessions(): Set<string> {
    return new Set(this.#tabs.flatMap(({ sessions }) => [...sessions]));
  }

  async goHome(): Promise<void> {
    for (const { client, sessions } of this.#tabs.splice(0)) {
      for (const session of sessions) await client.leave(session);
      client.close();
      await client.closed;
    }
  }

  async #step(): Promise<void> {
    const tab = this.#tabs[Math.floor(this.#random.next() * this.#tabs.length)] ?? (await this.#open());
    switch (this.#random.pick(STEPS)) {
      case 'join':
        return this.#join(tab);
      case 'leave':
        return this.#leave(tab);
      case 'engage':
        return this.#engage(tab);
      case 'look':
        return this.#look(tab);
      case 'tab':
        if (this.#tabs.length < MAX_TABS) await this.#open();
        return;
      case 'cut':
        tab.client.cut();
        return this.#gone(tab);
      case 'close':
        tab.client.close();
        return this.#gone(tab);
      case 'silent':
        tab.client.fallSilent();
        if (tab.sessions.size > 0) await this.#gone(tab);
        else tab.client.beat(BEAT_MS);
        return;
    }
  }

  async #open(): Promise<Tab> {
    const country = this.#random.pick(['DE', 'US', 'FR', 'JP'].map((code) => [code, 1] as const));
    const client = await this.#tenant.connect(this.name, { country });
    client.beat(BEAT_MS);
    const tab = { client, sessions: new Set<string>() };
    this.#tabs.push(tab);
    return tab;
  }

  async #gone(tab: Tab): Promise<void> {
    this.#tabs.splice(this.#tabs.indexOf(tab), 1);
    await tab.client.closed;
  }

  async #join({ client, sessions }: Tab): Promise<void> {
    const session = this.#random.pick(SESSIONS.map((id) => [id, 1] as const));
    await client.join(session, { mode: this.#random.chance(0.3) ? 'onDemand' : 'live' });
    sessions.add(session);
  }

  async #leave({ client, sessions }: Tab): Promise<void> {
    const [session] = sessions;
    if (session === undefined) return;
    sessions.delete(session);
    await client.leave(session);
  }

  async #engage({ client, sessions }: Tab): Promise<void> {
    const [session] = sessions;
    if (session === undefined) return;
    const frame = engagement(session, 'reaction', { reaction: 'clap' });
    await client.ask(frame, 'ack');
    this.acknowledged.push(frame.id);
    // Some clients did not hear the acknowledgement and say it again.
    if (this.#random.chance(0.3)) await client.ask(frame, 'ack');
  }

  async #look({ client, sessions }: Tab): Promise<void> {
    const [session] = sessions;
    if (session === undefined) return;
    const state = this.#random.pick([
      ['active', 1],
      ['idle', 1],
      ['hidden', 1],
    ]);
    await client.engage(session, 'visibility', { state });
  }
}
