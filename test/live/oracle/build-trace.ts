import type { Actor, Change, Entry } from '../../../server/live/changes.ts';
import type { Mode } from '../../../server/protocol/client-messages.ts';
import {
  actOnSession,
  changeKey,
  finish,
  found,
  parts,
  putSession,
  registration,
  remove,
} from './catalogue-changes.ts';
import type { Command, Script } from './commands.ts';
import { EVERYTHING, TO_MINUTE } from './commands.ts';
import { MINUTE } from './model.ts';
import { runNodeCommand } from './node-life.ts';
import { pick, pickAny } from './pick.ts';
import { TraceLog, type Writer } from './trace-log.ts';
import { ALL_ORGANIZATIONS, COUNTRIES, ORGANIZATIONS, SESSIONS, TOKEN_EVENTS } from './trace-places.ts';

/** Places of organizations: most people come with a token of the first. */
const HOMES = [0, 0, 0, 2, 1, 0, 0, 3, 0, 1] as const;

type Do<K extends Command['do']> = Extract<Command, { do: K }>;

/** A tab as the builder imagines it: what it asked for, whether or not it was let in. */
interface Tab {
  /** The node that it is connected to. */
  readonly home: Writer;
  readonly connection: number;
  readonly actor: Actor;
  readonly sessions: Map<string, Mode>;
  lastFrame: number;
}

/** Turns a script into the entries of a log. */
class TraceBuilder {
  readonly #log: TraceLog;
  readonly #script: Script;
  #tabs: Tab[] = [];
  #gone: Tab[] = [];

  constructor(script: Script) {
    this.#script = script;
    const { start, nodes, period } = script;
    this.#log = new TraceLog({ start, nodes, period, people: (writer) => this.#people(writer) });
    if (script.parts) this.#log.changes.push(...parts());
    for (const org of ORGANIZATIONS.slice(0, 1 + (script.sessions % 2))) {
      this.#log.changes.push(...registration(org, script.sessions));
    }
    for (const writer of this.#log.writers.slice(1)) this.#log.restart(writer, 5_000);
  }

  build(): Entry[] {
    const log = this.#log;
    for (const command of this.#script.commands) this.#run(command);
    if (!log.writer) for (const writer of log.writers.slice(0, 1)) log.restart(writer, 0);
    log.passAlive(3_000);
    log.jump(log.time + 2 * MINUTE);
    log.jump(log.time + 1);
    return log.entries;
  }

  #run(command: Command): void {
    switch (command.do) {
      case 'wait':
        this.#log.passAlive(command.ms);
        return;
      case 'until':
        this.#until(command);
        return;
      case 'stand':
        this.#log.jump(this.#log.time + command.ms);
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
        this.#log.changes.push(putSession(command, this.#script.sessions));
        return;
      case 'delete':
        this.#log.changes.push(remove(command, this.#script.sessions));
        return;
      case 'finish':
        this.#log.changes.push(finish(command));
        return;
      case 'desk':
        this.#desk(command);
        return;
      case 'found':
        this.#log.changes.push(found(command));
        return;
      case 'act':
        this.#log.changes.push(actOnSession(command, this.#script.sessions));
        return;
      case 'kick':
        this.#kick(command);
        return;
      case 'erase':
        this.#erase(command);
        return;
      case 'key':
        this.#log.changes.push(changeKey(command));
        return;
      case 'flee':
        this.#flee();
        return;
      case 'leave':
      case 'drop':
      case 'silent':
      case 'see':
      case 'play':
      case 'engage':
        this.#withTab(command);
        return;
      default:
        runNodeCommand(this.#log, command);
        this.#loseStopped();
    }
  }

  /** What a node that begins says of whom it holds. */
  #people(writer: Writer): Change[] {
    const own = this.#tabs.filter((tab) => tab.home === writer);
    return own.flatMap(({ connection, actor, sessions }) =>
      [...sessions].map(([session, mode]): Change => {
        return { kind: 'join', connection, actor, session, mode, country: 'SE', strict: false };
      }),
    );
  }

  /** A node that has stopped in order has closed its connections. */
  #loseStopped(): void {
    const hasStopped = ({ home }: Tab): boolean => !home.awake && !this.#log.truth.runs(home.incarnation);
    this.#gone.push(...this.#tabs.filter(hasStopped));
    this.#tabs = this.#tabs.filter((tab) => !hasStopped(tab));
  }

  #kick({ who, session, org, block: blockMs, limited }: Do<'kick'>): void {
    const tab = this.#likelyTab({ do: 'kick', tab: who });
    const { org: home, attendee } = tab?.actor ?? this.#actor(who);
    const staff = who % 7 === 6 ? pick(ORGANIZATIONS, org) : home;
    const actor: Actor = { org: staff, attendee: 'staff', role: 'admin' };
    if (blockMs > 0) this.#log.deadlines.push(this.#log.time + blockMs);
    if (session === EVERYTHING) {
      this.#log.changes.push({ kind: 'disconnect', actor, attendee, blockMs });
      return;
    }
    const where = tab === undefined ? pick(SESSIONS, session ?? 0).id : this.#sessionOf(tab, session);
    const event = limited ? pick(TOKEN_EVENTS, who) : undefined;
    this.#log.changes.push({ kind: 'kick', actor: { ...actor, event }, session: where, attendee, blockMs });
  }

  #erase({ who, org }: Do<'erase'>): void {
    const tab = this.#likelyTab({ do: 'erase', tab: who });
    const { org: home, attendee } = tab?.actor ?? this.#actor(who);
    const actor: Actor = {
      org: who % 7 === 6 ? pick(ORGANIZATIONS, org) : home,
      attendee: 'staff',
      role: 'admin',
    };
    const { entries, changes } = this.#log;
    const pseudonym = `erased-${entries.length}-${changes.length}`;
    changes.push({ kind: 'erase', actor, attendee, pseudonym, salt: `salt ${who}` });
  }

  #flee(): void {
    const lost = this.#tabs.filter(({ home }) => !home.awake);
    this.#tabs = this.#tabs.filter(({ home }) => home.awake);
    for (const tab of lost) this.#reopen(tab, 'PT');
  }

  #withTab(command: Do<'leave' | 'drop' | 'silent' | 'see' | 'play' | 'engage'>): void {
    const tab = this.#likelyTab(command) ?? this.#gone.at(-1);
    if (!tab) return;
    const { connection, actor } = tab;
    this.#log.turn(tab.home);
    if (command.do === 'drop' || command.do === 'silent') {
      this.#away(command, tab);
      return;
    }
    const session = this.#sessionOf(tab, command.session);
    tab.lastFrame = this.#log.time;
    if (command.do === 'leave') {
      tab.sessions.delete(session);
      this.#log.changes.push({ kind: 'leave', connection, actor, session });
    } else if (command.do === 'see') {
      this.#log.changes.push({ kind: 'visibility', connection, session, state: command.state });
    } else if (command.do === 'play') {
      this.#log.changes.push({ kind: 'played', connection, session, advanceMs: command.advance, spans: [] });
    } else {
      const id = `m${this.#log.entries.length}-${this.#log.changes.length}`;
      this.#log.changes.push({ kind: 'engage', actor, session, id, action: 'x.wave', data: {} });
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
    const ageMs = Math.min(command.age, this.#log.time - tab.lastFrame + 25);
    const { connection } = tab;
    if (command.do === 'silent') this.#log.changes.push({ kind: 'silent', connection, ageMs });
    else {
      const windowMs = command.window === TO_MINUTE ? this.#nextMinute() - this.#log.time : command.window;
      this.#log.changes.push({ kind: 'drop', connection, ageMs, windowMs });
      this.#log.deadlines.push(this.#log.time + windowMs);
    }
    this.#tabs = this.#tabs.filter((other) => other !== tab);
    this.#gone.push(tab);
  }

  #enter(command: Omit<Do<'join'>, 'do' | 'tab'>, known?: Tab): void {
    const tab = known ?? this.#open(this.#actor(command.who));
    if (!tab) return;
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
    const home = pickAny(this.#log.awake, tab);
    if (home) this.#log.turn(home);
    if (old) this.#reopen(old, 'NZ');
  }

  #reopen({ actor, sessions }: Tab, country: string): void {
    const next = this.#open(actor);
    if (!next) return;
    for (const [session, mode] of sessions) this.#join(next, { session, mode, country, strict: false });
  }

  #again({ tab: index, mode }: Do<'again'>): void {
    const tab = this.#tab(index);
    if (!tab) return;
    this.#join(tab, { session: this.#sessionOf(tab, null), mode, country: 'AU', strict: false });
  }

  #join(tab: Tab, wish: { session: string; mode: Mode; country: string; strict: boolean }): void {
    this.#log.turn(tab.home);
    tab.sessions.set(wish.session, wish.mode);
    tab.lastFrame = this.#log.time;
    this.#log.changes.push({ kind: 'join', connection: tab.connection, actor: tab.actor, ...wish });
  }

  #desk({ org, session }: Do<'desk'>): void {
    const actor = { org: pick(ALL_ORGANIZATIONS, org), attendee: 'desk', role: 'moderator' } as const;
    const id = `d${this.#log.entries.length}-${this.#log.changes.length}`;
    const place = pick(SESSIONS, session % this.#script.sessions).id;
    const data = { poll: id, question: '?', type: 'text', options: [], anonymous: false };
    this.#log.changes.push({ kind: 'engage', actor, session: place, id, action: 'poll.open', data });
  }

  #actor(who: number): Actor {
    const index = who % this.#script.attendees;
    const attendee = who >= 100 ? `c${who}` : `p${index}`;
    const org = pick(ALL_ORGANIZATIONS, who >= 100 ? 0 : (HOMES[who % HOMES.length] ?? 0));
    const event = who % 9 === 8 ? pick(TOKEN_EVENTS, who) : undefined;
    return { org, attendee, role: 'attendee', event, issuedAt: who % 4 === 3 ? undefined : this.#log.time };
  }

  #open(actor: Actor): Tab | undefined {
    const home = this.#log.writer;
    if (!home) return undefined;
    home.connections += 1;
    const tab: Tab = {
      home,
      connection: home.connections,
      actor,
      sessions: new Map<string, Mode>(),
      lastFrame: this.#log.time,
    };
    this.#tabs.push(tab);
    return tab;
  }

  #tab(index: number): Tab | undefined {
    return pickAny(
      this.#tabs.filter(({ home }) => home.awake),
      index,
    );
  }

  /** A tab for which the command means something, unless it wants to be wrong. */
  #likelyTab(command: { do: Command['do']; tab: number; session?: number | null }): Tab | undefined {
    if (command.session != null) return this.#tab(command.tab);
    const modes = command.do === 'play' ? ['onDemand'] : ['live', 'onDemand'];
    const inside = this.#tabs.filter(
      (tab) => tab.home.awake && [...tab.sessions.values()].some((mode) => modes.includes(mode)),
    );
    return pickAny(inside, command.tab);
  }

  #sessionOf(tab: Tab, choice: number | null): string {
    if (choice !== null) return pick(SESSIONS, choice).id;
    return pickAny([...tab.sessions.keys()], this.#log.changes.length) ?? pick(SESSIONS, 0).id;
  }

  #until({ what, offset }: Do<'until'>): void {
    const deadline = Math.min(...this.#log.deadlines.filter((at) => at + offset > this.#log.time));
    const target = what === 'minute' ? this.#nextMinute() : deadline;
    if (Number.isFinite(target) && target + offset > this.#log.time)
      this.#log.passAlive(target + offset - this.#log.time);
  }

  #nextMinute(): number {
    return Math.ceil((this.#log.time + 1) / MINUTE) * MINUTE;
  }
}

export function buildTrace(script: Script): Entry[] {
  return new TraceBuilder(script).build();
}
