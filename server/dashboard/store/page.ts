import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Scope } from '../../protocol/client-messages.ts';
import type { LinkState, LivePort } from '../live/live-port.ts';
import type { RestPort } from '../rest/rest-client.ts';
import { formatRoute, parseRoute, type Route, type ScopeViewName } from '../router/route.ts';
import { type Claims, readClaims } from '../sign-in/claims.ts';
import { readArrival, type TokenKeeper } from '../sign-in/token-link.ts';
import { LiveScopes } from './live-scopes.ts';
import { ScopeDesk } from './scope-desk.ts';
import { ServerClock } from './server-clock.ts';
import type { ZoneChoice } from './zone-choice.ts';

/** The address of the page. */
export interface Address {
  hash(): string;
  /** Without a new entry in the history. */
  replace(hash: string): void;
  /** Answers with a call of `arrive`. */
  push(hash: string): void;
}

export interface PagePorts {
  readonly address: Address;
  readonly tokens: TokenKeeper;
  readonly connect: (token: string) => LivePort;
  readonly rest: (token: string) => RestPort;
  /** The reader's clock, ms since the epoch. */
  readonly now: () => number;
  readonly random: () => number;
  readonly zones: ZoneChoice;
}

export type SignInProblem = 'refused' | 'closed';

/** Somebody signed in. */
export interface Account {
  readonly token: string;
  readonly claims: Claims | null;
  readonly live: LiveScopes;
  readonly rest: RestPort;
}

/** Another view of a scope than its desk; it has a store of its own. */
export type ScopePlace = Route & { readonly scope: Scope; readonly view: ScopeViewName };

export type View =
  | { readonly kind: 'signIn'; readonly problem: SignInProblem | null; readonly scope: Scope | null }
  | { readonly kind: 'chooseScope'; readonly account: Account }
  | { readonly kind: 'operations'; readonly account: Account }
  | { readonly kind: 'desk' | 'wall'; readonly account: Account; readonly desk: ScopeDesk }
  | { readonly kind: 'scopeView'; readonly account: Account; readonly place: ScopePlace };

/** The one store of the page: who is signed in, what is shown, and the time. */
export class Page {
  readonly clock: ServerClock;
  readonly #ports: PagePorts;
  readonly #view: Signal<View>;
  readonly #now: Signal<number>;
  #account: Account | null = null;
  #desk: ScopeDesk | null = null;

  constructor(ports: PagePorts) {
    this.#ports = ports;
    this.clock = new ServerClock(ports.now);
    this.#now = signal(this.clock.now());
    this.#view = signal<View>({ kind: 'signIn', problem: null, scope: null });
  }

  get zones(): ZoneChoice {
    return this.#ports.zones;
  }

  get view(): ReadonlySignal<View> {
    return this.#view;
  }

  /** Server time, ms, as of the last tick. */
  get now(): ReadonlySignal<number> {
    return this.#now;
  }

  /** Reads the address, at the start and whenever it changes; a token in it is taken out before anything else. */
  arrive(): void {
    const { address, tokens } = this.#ports;
    const { token, hash } = readArrival(address.hash());
    if (token !== null) {
      address.replace(hash);
      tokens.keep(token);
    }
    const kept = token ?? tokens.read();
    if (kept !== null && kept !== this.#account?.token) this.#open(kept);
    this.#show(parseRoute(hash), null);
  }

  signIn(token: string, scope: Scope): void {
    this.#ports.tokens.keep(token);
    this.#open(token);
    this.go({ scope, parent: null });
  }

  signOut(): void {
    this.#leave(null);
  }

  /** A view was told that the token is good no more. */
  refuseToken(): void {
    this.#leave('refused');
  }

  /** Notes in the address what the view shows, without a step in the history. */
  note(route: Route): void {
    this.#ports.address.replace(formatRoute(route));
  }

  go(route: Route): void {
    const hash = formatRoute(route);
    if (hash === this.#ports.address.hash()) this.#show(route, null);
    else this.#ports.address.push(hash);
  }

  /** Called about once a second, and when a page that was asleep wakes. */
  async tick(): Promise<void> {
    this.#now.value = this.clock.now();
    const desk = this.#desk;
    await desk?.tick();
    const unauthorized = [desk?.curve.problem.value, desk?.sessions?.problem.value].some(
      (problem) => problem?.status === 401,
    );
    if (unauthorized && desk === this.#desk) this.#leave('refused');
  }

  #open(token: string): void {
    this.#closeAccount();
    const port = this.#ports.connect(token);
    const rest = this.#ports.rest(token);
    const account = { token, claims: readClaims(token), live: new LiveScopes(port, this.clock), rest };
    this.#account = account;
    port.onState((state) => this.#watchLink(account, state));
  }

  #watchLink(account: Account, state: LinkState): void {
    if (state.kind !== 'refused' || account !== this.#account) return;
    this.#leave(state.reason === 'token' ? 'refused' : 'closed');
  }

  #leave(problem: SignInProblem | null): void {
    const route = parseRoute(this.#ports.address.hash());
    this.#ports.tokens.forget();
    this.#closeAccount();
    this.#show(route, problem);
  }

  #closeAccount(): void {
    this.#desk?.close();
    this.#desk = null;
    this.#account?.live.close();
    this.#account = null;
  }

  #show(route: Route, problem: SignInProblem | null): void {
    const account = this.#account;
    const { scope, view } = route;
    const before = this.#desk;
    this.#desk = account && this.#deskFor(route, account);
    if (!account) this.#view.value = { kind: 'signIn', problem, scope };
    else if (this.#desk) this.#showDesk(account, this.#desk, view === 'wall' ? 'wall' : 'desk');
    else if (route.page) this.#view.value = { kind: 'operations', account };
    else if (scope && view && view !== 'wall')
      this.#view.value = { kind: 'scopeView', account, place: { ...route, scope, view } };
    else this.#view.value = { kind: 'chooseScope', account };
    if (before !== this.#desk) before?.close();
  }

  #showDesk(account: Account, desk: ScopeDesk, kind: 'desk' | 'wall'): void {
    const shown = this.#view.value;
    if ('desk' in shown && shown.desk === desk && shown.kind === kind) return;
    this.#view.value = { kind, account, desk };
  }

  /** The desk that a route shows: the one that is there, where it is of the same. */
  #deskFor(route: Route, account: Account): ScopeDesk | null {
    const { scope, parent, view } = route;
    if (!scope || route.page || (view && view !== 'wall')) return null;
    const isSame = this.#desk?.scope === scope && this.#desk.parent === parent;
    return isSame ? this.#desk : new ScopeDesk({ ...route, scope }, this.#deskPorts(account));
  }

  #deskPorts({ live, rest }: Account) {
    const { random, zones } = this.#ports;
    return { live, rest, clock: this.clock, random, zones };
  }
}
