import { expect, it } from 'vitest';
import type { Broadcast } from '../../../server/broadcast/broadcast.ts';
import { readConfig } from '../../../server/config.ts';
import { Random } from '../../../server/demo/random.ts';
import type { Claims } from '../../../server/gateway/claims.ts';
import { Connection } from '../../../server/gateway/connection.ts';
import { Connections } from '../../../server/gateway/connections.ts';
import { Handler } from '../../../server/gateway/handler.ts';
import { Inbound } from '../../../server/gateway/inbound.ts';
import { HeartbeatCost } from '../../../server/gateway/pace/heartbeat-cost.ts';
import { paceAt, rungs } from '../../../server/gateway/pace/pace.ts';
import { Tokens } from '../../../server/gateway/tokens.ts';
import { TICK_MS } from '../../../server/gateway/wheel.ts';
import { Live } from '../../../server/live/live.ts';
import { Pipeline } from '../../../server/pipeline.ts';
import type { CloseCode } from '../../../server/protocol/close-codes.ts';
import type { ServerMessage } from '../../../server/protocol/server-messages.ts';
import { figuresOf, slicesOf } from '../../live/oracle/figures.ts';
import { Oracle } from '../../live/oracle/oracle.ts';
import { HandLog } from '../../support/hand-log.ts';
import { SECRET } from '../../support/tokens.ts';

const ORG = 'acme';
const HALL = { org: ORG, kind: 'session', id: 'hall' } as const;
const PEOPLE = 12;
const STEPS = 400;
const TRACES = Number(process.env.TRACES ?? 3);
const ANYBODY: Omit<Claims, 'attendee'> = {
  ...{ org: ORG, role: 'attendee', name: undefined, email: undefined, country: undefined },
  ...{ expiresAt: 1e12, issuedAt: undefined },
};
/** A deadline is met within a tick, and a tick is an entry. */
const LATE_MS = 2 * TICK_MS;

interface Desk {
  now(): number;
  remove(person: Person, code: number): void;
}

/** A client that knows nothing but what it is told: by that it judges whether it was treated well. */
class Person extends Connection {
  readonly name: string;
  readonly #desk: Desk;
  toldTimeoutMs = 0;
  saidAt = 0;
  isIn = false;
  closedWith: number | null = null;

  constructor(name: string, desk: Desk) {
    super();
    this.name = name;
    this.#desk = desk;
  }

  answer(message: ServerMessage): void {
    if (message.type === 'welcome' || message.type === 'pace')
      this.toldTimeoutMs = message.timeoutSeconds * 1000;
  }

  end(code: CloseCode): void {
    this.closedWith = code;
    this.#desk.remove(this, code);
  }

  follow(): void {}

  unfollow(): void {}

  get silentMs(): number {
    return this.#desk.now() - this.saidAt;
  }
}

/** The gateway over a log and a clock that are moved by hand; what the oracle knows comes from the log alone. */
class House {
  readonly live = new Live();
  readonly oracle = new Oracle();
  readonly log = new HandLog();
  readonly people: Person[] = [];
  /** Who was put out for silence, and how long they were silent. */
  readonly silent: { readonly name: string; readonly silentMs: number; readonly toldMs: number }[] = [];
  readonly #config = readConfig({ JWT_SECRET: SECRET, RESUME_SECONDS: '0', STRICT_SESSIONS: 'off' });
  readonly #paces = { current: paceAt(this.#config, this.#config.heartbeatMs) };
  readonly #connections: Connections;
  readonly #handler: Handler;
  readonly #inbound: Inbound;
  readonly #from = this.log.time;
  #clock = 0;

  constructor() {
    const { live, log } = this;
    const config = this.#config;
    const pipeline = new Pipeline({
      ...{ log, live, node: 'n', windowMs: 0, newIncarnation: () => 'n-1' },
      people: () => [],
      isOpen: () => true,
      record: ({ entry }) => this.oracle.apply(entry),
    });
    const time = { monotonic: () => this.#clock, wall: () => this.#from + this.#clock };
    // Nobody subscribes.
    const broadcast = {} as Broadcast;
    this.#connections = new Connections({
      ...{ config, pipeline, broadcast, paces: this.#paces, name: 'house' },
      ...time,
    });
    const connections = this.#connections;
    const onError = (error: unknown) => {
      throw error;
    };
    const tokens = new Tokens({ secrets: [SECRET] });
    const parts = { config, connections, tokens, onError };
    const hasRoom = { isOverloaded: () => false, isOutOfRoom: () => false };
    this.#handler = new Handler({ ...parts, pipeline, live, broadcast, ...hasRoom });
    const cost = new HeartbeatCost({ ...time, heartbeats: () => 0 });
    this.#inbound = new Inbound({ config, connections, handler: this.#handler, cost });
    pipeline.start(null);
    log.reader?.caughtUp();
    log.deliver();
  }

  enter(name: string): void {
    const desk: Desk = {
      now: () => this.#clock,
      remove: (gone, code) => this.#connections.remove(gone, code),
    };
    const person = new Person(name, desk);
    this.people.push(person);
    this.#connections.add(person);
    this.#handler.admit(person, { ...ANYBODY, attendee: name }, {});
    this.say(person, { type: 'join', session: HALL.id });
    person.isIn = true;
  }

  beat(person: Person): void {
    this.#inbound.heartbeat(person);
    person.saidAt = this.#clock;
  }

  say(person: Person, message: object): void {
    const text = JSON.stringify(message);
    this.#inbound.text(person, text, text.length);
    person.saidAt = this.#clock;
  }

  leave(person: Person): void {
    this.say(person, { type: 'leave', session: HALL.id });
    person.isIn = false;
  }

  cut(person: Person): void {
    this.#connections.remove(person, 1006);
    this.#forget(person);
  }

  pace(heartbeatMs: number): void {
    this.#paces.current = paceAt(this.#config, heartbeatMs);
  }

  get heartbeatMs(): number {
    return this.#paces.current.heartbeatMs;
  }

  pass(ms: number): void {
    for (let left = ms; left > 0; left -= TICK_MS) {
      this.#clock += TICK_MS;
      this.#connections.tick();
      if (this.log.queue.length > 0 || this.#clock % 1000 === 0) this.#deliver();
      this.#check();
    }
  }

  #deliver(): void {
    this.log.time = this.#from + this.#clock - 1;
    this.log.deliver();
    expect(figuresOf(this.oracle, HALL).concurrent).toBe(this.live.concurrentIn(ORG, HALL.id));
  }

  #check(): void {
    for (const person of [...this.people]) {
      const { name, isIn, silentMs, toldTimeoutMs: toldMs, closedWith } = person;
      const facts = `${name} ${silentMs} ms silent, told ${toldMs}, closed with ${closedWith}`;
      if (closedWith !== null) {
        insist(closedWith === 4410 && silentMs >= toldMs, facts);
        this.silent.push({ name, silentMs, toldMs });
        this.#forget(person);
      } else insist(!isIn || silentMs < toldMs + LATE_MS, facts);
    }
    const present = new Set(this.people.filter(({ isIn }) => isIn).map(({ name }) => name)).size;
    insist(this.live.concurrentIn(ORG, HALL.id) === present, `${present} are present`);
  }

  #forget(person: Person): void {
    this.people.splice(this.people.indexOf(person), 1);
  }
}

/** At each tick: there are tens of thousands of them. */
function insist(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

/** Up to any rung, or down by one, as the rule does it. */
function newPace(random: Random, heartbeatMs: number): number {
  const ladder = rungs(15_000, 120_000);
  const index = ladder.indexOf(heartbeatMs);
  const to = random.chance(0.5) ? index - 1 : Math.floor(random.between(index, ladder.length));
  return ladder[Math.max(0, to)] ?? heartbeatMs;
}

function trace(seed: number): House {
  const random = new Random(seed);
  const house = new House();
  const anyone = () => random.pick(house.people.map((person) => [person, 1] as const));
  for (let step = 0; step < STEPS; step++) {
    const what = random.pick([
      ['enter', house.people.length < PEOPLE ? 12 : 0],
      ['beat', 30],
      ['say', 8],
      ['leave', 2],
      ['cut', 2],
      ['pace', 6],
      ['pass', 40],
    ] as const);
    if (what === 'enter' || house.people.length === 0) house.enter(`p${Math.floor(random.next() * PEOPLE)}`);
    else if (what === 'beat') house.beat(anyone());
    else if (what === 'say') house.say(anyone(), { type: 'heartbeat' });
    else if (what === 'leave') house.leave(anyone());
    else if (what === 'cut') house.cut(anyone());
    else if (what === 'pace') house.pace(newPace(random, house.heartbeatMs));
    else house.pass(random.waiting(6_000));
  }
  house.pass(400_000);
  return house;
}

it('whatever the pace does, nobody is out before the timeout that they were told, and everybody silent is after it', () => {
  const from = Number(process.env.SEED ?? 1);
  const told = new Set<number>();
  for (let seed = from; seed < from + TRACES; seed++) {
    try {
      const { oracle, silent, people } = trace(seed);
      expect(people.filter(({ isIn }) => isIn)).toEqual([]);
      const out = slicesOf(oracle, HALL).filter(({ ended }) => ended?.endedBy === 'timeout');
      for (const { attendee, ended } of out) {
        const lingeredMs = (ended?.countedUntil ?? 0) - (ended?.end ?? 0);
        const theirs = silent.filter(({ name }) => name === attendee);
        // Of several tabs the last one ends the slice, whose end may be the word of another.
        expect(theirs.some(({ toldMs }) => lingeredMs < toldMs + LATE_MS)).toBe(true);
        expect(theirs.some(({ silentMs }) => lingeredMs <= silentMs)).toBe(true);
      }
      expect(out.length).toBeGreaterThan(10);
      for (const { toldMs } of silent) told.add(toldMs);
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
  expect(told).toEqual(new Set([45_000, 90_000, 180_000, 360_000]));
});
