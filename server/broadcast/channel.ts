import type { ScopeKey } from '../live/catalogue.ts';
import type { Live } from '../live/live.ts';
import type { ParsedScope } from '../protocol/ids.ts';
import type { Counters, CountersMessage } from '../protocol/server-messages.ts';
import type { Tallies } from '../recorder/tallies.ts';
import type { CountersComposer } from './counters.ts';

export interface ChannelParts {
  readonly live: Live;
  readonly tallies: Tallies;
  readonly composer: CountersComposer;
}

/** The counters of one scope, as its subscribers see them. */
export class Channel {
  readonly scope: ParsedScope;
  /** Names of the transports' topics. */
  readonly topic: string;
  readonly feedTopic: string;
  readonly alertTopic: string;
  subscribers = 0;
  seq = 1;
  readonly #org: string;
  readonly #parts: ChannelParts;
  #key: ScopeKey | undefined;
  #seen = '';
  #sent = '';
  #notBefore = 0;

  constructor({ scope, org, name }: { scope: ParsedScope; org: string; name: string }, parts: ChannelParts) {
    this.scope = scope;
    this.#org = org;
    this.topic = `counters ${name}`;
    this.feedTopic = `feed ${name}`;
    this.alertTopic = `alerts ${name}`;
    this.#parts = parts;
  }

  /** Key of the scope; undefined while it does not exist. What is deleted may come back as something new. */
  get key(): ScopeKey | undefined {
    if (this.#key !== undefined && !this.#parts.live.hasScope(this.#key)) this.#key = undefined;
    this.#key ??= this.#parts.live.scopeOf(this.#org, this.scope.kind, this.scope.id);
    return this.#key;
  }

  /** The whole of it, with the sequence number of what was pushed last. */
  snapshot(): CountersMessage {
    const counters = this.#compose();
    // The first subscriber's snapshot is what later pushes are compared with.
    if (this.#sent === '') this.#sent = signatureOf(counters);
    return { type: 'counters', ...counters };
  }

  /** What to push at a moment (monotonic ms), at most one in `intervalMs`; undefined when nothing changed. */
  next(moment: number, intervalMs: number): CountersMessage | undefined {
    if (moment < this.#notBefore) return undefined;
    const { live, tallies, composer } = this.#parts;
    const key = this.key ?? -1;
    const seen = `${key} ${live.versionOf(key)} ${tallies.versionOf(key)} ${live.minuteStart} ${composer.isDegraded}`;
    if (seen === this.#seen) return undefined;
    this.#seen = seen;
    const counters = this.#compose();
    const signature = signatureOf(counters);
    if (signature === this.#sent) return undefined;
    this.#sent = signature;
    this.#notBefore = moment + intervalMs;
    this.seq++;
    return { type: 'counters', ...counters, seq: this.seq };
  }

  #compose(): Counters {
    return this.#parts.composer.compose(this.scope, this.key, this.seq);
  }
}

/** All that counts as a change: not the time, the running average and the running watch time. */
function signatureOf({ minute, ...counters }: Counters): string {
  return JSON.stringify({ ...counters, seq: 0, at: 0, watchSeconds: 0, minute: { ...minute, average: 0 } });
}
