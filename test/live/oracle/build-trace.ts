import type { Actor, Change, Entry } from '../../../server/live/changes.ts';
import type { Mode } from '../../../server/protocol/client-messages.ts';
import type { Command, Script } from './commands.ts';
import { TO_MINUTE } from './commands.ts';
import { START } from './entries.ts';
import { MINUTE, STANDSTILL } from './model.ts';
import { COUNTRIES, EVENTS, ORGANIZATIONS, SESSIONS, sessionDetails, TOKEN_EVENTS } from './trace-places.ts';

type Do<K extends Command['do']> = Extract<Command, { do: K }>;

/** A tab as the builder imagines it: what it asked for, whether or not it was let in. */
interface Tab {
  readonly connection: number;
  readonly actor: Actor;
  readonly sessions: Map<string, Mode>;
  lastFrame: number;
}

/** Turns a script into the entries of a log. */
class TraceBuilder {
  readonly entries: Entry[] = [];
  readonly #script: Script;
  #tabs: Tab[] = [];
  #gone: Tab[] = [];
  #connections = 0;
  #time: number;
  #changes: Change[] = [];
  #deadlines: number[] = [];

  constructor(script: Script) {
    this.#script = script;
    this.#time = script.start;
    this.#changes.push(START);
    for (const org of ORGANIZATIONS.slice(0, 1 + (script.sessions % 2))) this.#register(org);
  }

  build(): Entry[] {
    for (const command of this.#script.commands) this.#run(command);
    this.#passAlive(3_000);
    this.#jump(this.#time + 2 * MINUTE);
    this.#jump(this.#time + 1);
    return this.entries;
  }

  #run(command: Command): void {
    switch (command.do) {
      case 'wait':
        this.#passAlive(command.ms);
        return;
      case 'until':
        this.#until(command);
        return;
      case 'stand':
        this.#jump(this.#time + command.ms);
        return;
      case 'join':
        this.#enter(command, command.tab % 2 === 0 ? this.#tab(command.tab) : undefined);
        return;
      case 'crowd':
        for (let i = 0; i < command.size; i += 1) {
          this.#enter({ ...command, who: 100 + i, country: command.country + i, strict: false });
        }
        return;
      case 'scatter':
        this.#scatter(command);
        return;
      case 'resume':
        this.#resume(command);
        return;
      case 'again':
        this.#again(command);
        return;
      case 'put':
        this.#put(command);
        return;
      case 'act': {
        const org = pick(ORGANIZATIONS, command.org);
        const session = pick(SESSIONS, command.session % this.#script.sessions).id;
        this.#changes.push({ kind: 'sessionAction', actor: operator(org), session, action: command.action });
        return;
      }
      default:
        this.#withTab(command);
        return;
    }
  }

  #withTab(command: Do<'leave' | 'drop' | 'silent' | 'see' | 'play' | 'engage'>): void {
    const tab = this.#likelyTab(command) ?? this.#gone.at(-1);
    if (!tab) return;
    const { connection, actor } = tab;
    if (command.do === 'drop' || command.do === 'silent') {
      this.#away(command, tab);
      return;
    }
    const session = this.#sessionOf(tab, command.session);
    tab.lastFrame = this.#time;
    if (command.do === 'leave') {
      tab.sessions.delete(session);
      this.#changes.push({ kind: 'leave', connection, actor, session });
    } else if (command.do === 'see') {
      this.#changes.push({ kind: 'visibility', connection, session, state: command.state });
    } else if (command.do === 'play') {
      this.#changes.push({ kind: 'played', connection, session, advanceMs: command.advance, spans: [] });
    } else {
      const id = `m${this.entries.length}-${this.#changes.length}`;
      this.#changes.push({ kind: 'engage', actor, session, id, action: 'x.wave', data: {} });
    }
  }

  /** Many windows at once, whose deadlines are in no order. */
  #scatter({ size, window }: Do<'scatter'>): void {
    for (const [index, tab] of this.#tabs.slice(-size).entries()) {
      this.#away(
        { do: 'drop', tab: 0, age: index, window: Math.abs(window * (1 + index * index)) % 7_919 },
        tab,
      );
    }
  }

  #away(command: Do<'drop' | 'silent'>, tab: Tab): void {
    // A batch is written up to 25 ms after the frames that it reports.
    const ageMs = Math.min(command.age, this.#time - tab.lastFrame + 25);
    const { connection } = tab;
    if (command.do === 'silent') this.#changes.push({ kind: 'silent', connection, ageMs });
    else {
      const windowMs = command.window === TO_MINUTE ? this.#nextMinute() - this.#time : command.window;
      this.#changes.push({ kind: 'drop', connection, ageMs, windowMs });
      this.#deadlines.push(this.#time + windowMs);
    }
    this.#tabs = this.#tabs.filter((other) => other !== tab);
    this.#gone.push(tab);
  }

  #enter(command: Omit<Do<'join'>, 'do' | 'tab'>, known?: Tab): void {
    const tab = known ?? this.#open(this.#actor(command.who));
    const session = pick(SESSIONS, command.session % this.#script.sessions).id;
    this.#join(tab, {
      session,
      mode: command.mode,
      country: pick(COUNTRIES, command.country),
      strict: command.strict,
    });
  }

  #resume({ tab }: Do<'resume'>): void {
    const old = pickAny(this.#gone.slice(-4), tab);
    if (!old) return;
    const next = this.#open(old.actor);
    for (const [session, mode] of old.sessions)
      this.#join(next, { session, mode, country: 'NZ', strict: false });
  }

  #again({ tab: index, mode }: Do<'again'>): void {
    const tab = this.#tab(index);
    if (!tab) return;
    this.#join(tab, { session: this.#sessionOf(tab, null), mode, country: 'AU', strict: false });
  }

  #join(tab: Tab, wish: { session: string; mode: Mode; country: string; strict: boolean }): void {
    tab.sessions.set(wish.session, wish.mode);
    tab.lastFrame = this.#time;
    this.#changes.push({ kind: 'join', connection: tab.connection, actor: tab.actor, ...wish });
  }

  #put(command: Do<'put'>): void {
    const place = pick(SESSIONS, command.session % this.#script.sessions);
    const org = pick(ORGANIZATIONS, command.org);
    const { capacity, enforce: enforceCapacity } = command;
    const kind = command.wrongKind ? (place.kind === 'networking' ? 'mainStage' : 'networking') : place.kind;
    this.#changes.push({
      ...{ kind: 'putSession', actor: operator(org), id: place.id },
      event: command.wrongEvent ? 'e2' : (place.event ?? undefined),
      details: sessionDetails(kind, { capacity, enforceCapacity }),
    });
  }

  #register(org: string): void {
    const actor = operator(org);
    const details = {
      title: 'An event',
      shortCode: null,
      startsAt: null,
      endsAt: null,
      timeZone: null,
      metadata: {},
    };
    for (const id of EVENTS) this.#changes.push({ kind: 'putEvent', actor, id, details });
    for (const { id, event, kind, registered } of SESSIONS.slice(0, this.#script.sessions)) {
      if (!registered) continue;
      this.#changes.push({
        kind: 'putSession',
        actor,
        id,
        event: event ?? undefined,
        details: sessionDetails(kind),
      });
    }
  }

  #actor(who: number): Actor {
    const index = who % this.#script.attendees;
    const attendee = who >= 100 ? `c${who}` : `p${index}`;
    const org = pick(ORGANIZATIONS, who >= 100 ? 0 : who % 5 === 4 ? 1 : 0);
    return { org, attendee, role: 'attendee', event: who % 9 === 8 ? pick(TOKEN_EVENTS, who) : undefined };
  }

  #open(actor: Actor): Tab {
    this.#connections += 1;
    const tab = {
      connection: this.#connections,
      actor,
      sessions: new Map<string, Mode>(),
      lastFrame: this.#time,
    };
    this.#tabs.push(tab);
    return tab;
  }

  #tab(index: number): Tab | undefined {
    return pickAny(this.#tabs, index);
  }

  /** A tab for which the command means something, unless it wants to be wrong. */
  #likelyTab(command: { do: Command['do']; tab: number; session?: number | null }): Tab | undefined {
    if (command.session != null) return this.#tab(command.tab);
    const modes = command.do === 'play' ? ['onDemand'] : ['live', 'onDemand'];
    const inside = this.#tabs.filter((tab) =>
      [...tab.sessions.values()].some((mode) => modes.includes(mode)),
    );
    return pickAny(inside, command.tab);
  }

  #sessionOf(tab: Tab, choice: number | null): string {
    if (choice !== null) return pick(SESSIONS, choice).id;
    return pickAny([...tab.sessions.keys()], this.#changes.length) ?? pick(SESSIONS, 0).id;
  }

  #until({ what, offset }: Do<'until'>): void {
    const deadline = Math.min(...this.#deadlines.filter((at) => at + offset > this.#time));
    const target = what === 'minute' ? this.#nextMinute() : deadline;
    if (Number.isFinite(target) && target + offset > this.#time)
      this.#passAlive(target + offset - this.#time);
  }

  #nextMinute(): number {
    return Math.ceil((this.#time + 1) / MINUTE) * MINUTE;
  }

  /** Time passes with signs of life. */
  #passAlive(ms: number): void {
    const target = this.#time + ms;
    while (target - this.#time > STANDSTILL) this.#entry(this.#time + STANDSTILL - (this.entries.length % 7));
    this.#entry(target);
  }

  #jump(target: number): void {
    const gap = target - this.#time;
    this.#deadlines = this.#deadlines.map((at) => (at > this.#time ? at + gap : at));
    this.#entry(target);
  }

  /** Closes the entry of this instant and goes on to the next. */
  #entry(next: number): void {
    const position = String(this.entries.length);
    const number = this.entries.length + 1;
    this.entries.push({ position, time: this.#time, incarnation: 'n-1', number, changes: this.#changes });
    this.#changes = [];
    this.#time = next;
  }
}

function operator(org: string): Actor {
  return { org, attendee: 'staff', role: 'operator' };
}

function pick<T>(from: readonly [T, ...T[]], index: number): T {
  return from[index % from.length] ?? from[0];
}

function pickAny<T>(from: readonly T[], index: number): T | undefined {
  return from[index % from.length];
}

export function buildTrace(script: Script): Entry[] {
  return new TraceBuilder(script).build();
}
