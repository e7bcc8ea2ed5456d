import { setTimeout } from 'node:timers/promises';
import type { Random } from '../../server/demo/random.ts';
import type { Tenant } from '../support/tenant.ts';
import { engagement, type Frame, type TestClient } from '../support/test-client.ts';

export const SESSIONS = ['s0', 's1', 's2', 'lounge'] as const;
const BEAT_MS = 300;
const MAX_TABS = 3;
const PAUSE_MS = { least: 20, most: 250 };

/** One open socket, and where it is. */
interface Tab {
  readonly client: TestClient;
  readonly sessions: Set<string>;
  /** Closed by its server, or given up. */
  isGone: boolean;
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
  readonly #place: () => Tenant;
  readonly #random: Random;
  #tabs: Tab[] = [];
  /** An engagement that was sent, and whose answer has not come. */
  #unheard: (Frame & { id: string }) | undefined;

  /** `place`: where it connects next. */
  constructor(name: string, place: () => Tenant, random: Random) {
    this.name = name;
    this.#place = place;
    this.#random = random;
  }

  async walk(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) await this.#step(await this.#tab());
  }

  /** Without haste, and among servers that fail: whose step does gives up that socket. */
  async wander(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const tab = await this.#tab().catch(() => undefined);
      if (tab !== undefined) await this.#step(tab).catch(() => giveUp(tab));
      await setTimeout(this.#random.between(PAUSE_MS.least, PAUSE_MS.most));
      this.#tabs = this.#tabs.filter(({ isGone }) => !isGone);
    }
  }

  /** How many of its sockets are in the session. */
  socketsIn(session: string): number {
    return this.#tabs.filter(({ isGone, sessions }) => !isGone && sessions.has(session)).length;
  }

  async goHome(): Promise<void> {
    for (const { client, sessions, isGone } of this.#tabs.splice(0)) {
      if (isGone) continue;
      for (const session of sessions) await client.leave(session);
      client.close();
      await client.closed;
    }
  }

  async #tab(): Promise<Tab> {
    return this.#tabs[Math.floor(this.#random.next() * this.#tabs.length)] ?? this.#open();
  }

  async #step(tab: Tab): Promise<void> {
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
    const client = await this.#place().connect(this.name, { country });
    client.beat(BEAT_MS);
    const tab: Tab = { client, sessions: new Set<string>(), isGone: false };
    void client.closed.then(() => {
      tab.isGone = true;
    });
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
    const frame = this.#unheard ?? engagement(session, 'reaction', { reaction: 'clap' });
    this.#unheard = frame;
    const { type } = await client.request(frame);
    this.#unheard = undefined;
    // The session of one that was not heard may be left by now.
    if (type !== 'ack') {
      if (frame.session === session) throw new Error(`${frame.id} was answered ${type}`);
      return;
    }
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

function giveUp(tab: Tab): void {
  tab.client.cut();
  tab.isGone = true;
}
