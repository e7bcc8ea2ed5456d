import { effect, untracked } from '@preact/signals';
import type { Mode } from '../../../protocol/client-messages.ts';
import type { Counters } from '../../../protocol/server-messages.ts';
import { SessionRest } from '../../rest/session-rest.ts';
import { CurveStore } from '../curve-store.ts';
import { freshness } from '../freshness.ts';
import type { Account, Page } from '../page.ts';
import type { ScopeDesk } from '../scope-desk.ts';
import { ChatStore } from './chat-store.ts';
import { PeopleStore } from './people-store.ts';
import { PollsStore } from './polls-store.ts';
import { QuestionsStore } from './questions-store.ts';
import type { Track } from './second-curve.ts';
import { SecondCurveStore } from './second-curve-store.ts';
import type { SessionPorts } from './session-ports.ts';
import { StateStore } from './state-store.ts';

export interface SessionDeskOptions extends Pick<SessionPorts, 'random' | 'later'> {
  readonly page: Pick<Page, 'clock' | 'now'>;
  readonly account: Pick<Account, 'live' | 'rest'>;
  readonly desk: Pick<ScopeDesk, 'parts' | 'view' | 'counters' | 'startOfDay'>;
}

/** All that a moderator's desk of one session knows beyond its figures. Lives as long as its panels are on the page. */
export class SessionDesk {
  readonly chat: ChatStore;
  readonly polls: PollsStore;
  readonly questions: QuestionsStore;
  readonly people: PeopleStore;
  readonly state: StateStore;
  /** The curve per second of all, and of those in each mode. */
  readonly seconds: Readonly<Record<Track, SecondCurveStore>>;
  /** Today by the minute of those in each mode; the open minute is told of all alone. */
  readonly minutes: Readonly<Record<Mode, CurveStore>>;
  readonly #options: SessionDeskOptions;
  readonly #disposables: (() => void)[];

  constructor(options: SessionDeskOptions) {
    const { page, account, desk, random, later } = options;
    const { live } = account;
    this.#options = options;
    const { id } = desk.parts;
    const ports: SessionPorts = {
      rest: new SessionRest(account.rest, id),
      engage: (action, data) => live.engage(id, action, data),
      now: () => page.clock.now(),
      random,
      later,
    };
    const track = (name: Track) => new SecondCurveStore(ports, name);
    this.seconds = { all: track('all'), live: track('live'), onDemand: track('onDemand') };
    const minutes = (mode: Mode) => {
      const startOfDay = (at: number) => desk.startOfDay(at);
      const clock = page.clock;
      return new CurveStore({ scope: `session:${id}`, mode, rest: account.rest, clock, random, startOfDay });
    };
    this.minutes = { live: minutes('live'), onDemand: minutes('onDemand') };
    this.chat = new ChatStore(ports);
    this.polls = new PollsStore(ports);
    this.questions = new QuestionsStore(ports);
    this.people = new PeopleStore(ports);
    this.state = new StateStore(ports);
    // First the feed, then the pages by REST: what happens between the two comes twice rather than never.
    const unfollow = live.follow(id, {
      onEngagement: (engagement) => {
        for (const store of [this.chat, this.polls, this.questions]) store.take(engagement);
      },
      onLeftOut: () => this.#reload(),
    });
    this.#disposables = [
      unfollow,
      follow(
        () => live.link.value.opening,
        () => this.#reload(),
      ),
      follow(
        () => movements(desk.counters.value),
        () => this.people.reload(),
      ),
      follow(
        () => desk.counters.value,
        () => this.#grow(),
      ),
      follow(
        () => page.now.value,
        () => void this.tick(),
      ),
    ];
  }

  async tick(): Promise<void> {
    const { chat, polls, questions, people, state } = this;
    this.#grow();
    const curves = [...Object.values(this.seconds), ...Object.values(this.minutes)];
    const stores = [...curves, chat, polls, questions, people, state];
    await Promise.all(stores.map((store) => store.tick()));
  }

  close(): void {
    for (const dispose of this.#disposables) dispose();
  }

  #grow(): void {
    const { page, account, desk } = this.#options;
    const now = page.clock.now();
    const { kind } = freshness({ view: desk.view.value, link: account.live.link.value, now });
    const counters: Counters | null = kind === 'current' ? desk.counters.value : null;
    for (const store of Object.values(this.seconds)) store.grow(counters);
  }

  #reload(): void {
    for (const store of Object.values(this.seconds)) store.reload();
    for (const store of Object.values(this.minutes)) store.hurry();
    for (const store of [this.chat, this.polls, this.questions, this.people, this.state]) store.reload();
  }
}

/** Changes whenever somebody has come or gone. */
function movements(counters: ScopeDesk['counters']['value']): string {
  return counters === null
    ? ''
    : `${counters.minute.start} ${counters.minute.joins} ${counters.minute.leaves}`;
}

/** Runs when what is read changes; what it writes itself does not call it again. */
function follow(read: () => unknown, run: () => void): () => void {
  let before: unknown;
  return effect(() => {
    const value = read();
    if (value === before) return;
    before = value;
    untracked(run);
  });
}
