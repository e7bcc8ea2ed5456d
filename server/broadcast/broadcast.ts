import type { AlertRow, EngagementRow } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { ParsedScope } from '../protocol/ids.ts';
import { formatScope } from '../protocol/ids.ts';
import type { ServerMessage } from '../protocol/server-messages.ts';
import { alertMessage, concerns } from './alert-message.ts';
import { Channel, type ChannelParts } from './channel.ts';
import { FeedLimiter } from './feed.ts';

/** Sends one message to all subscribers of a topic. */
export type Publish = (topic: string, message: ServerMessage) => void;

export interface BroadcastOptions extends ChannelParts {
  readonly publish: Publish;
  /** Least time between two pushes of a scope, ms. @default 1000 */
  readonly intervalMs?: number;
}

/** Pushes the counters of every scope that somebody subscribes to, when they changed. */
export class Broadcast {
  readonly #options: BroadcastOptions;
  readonly #intervalMs: number;
  readonly #channels = new Map<string, Channel>();
  readonly #feeds = new Map<ScopeKey, FeedLimiter>();
  #names = 0;

  constructor(options: BroadcastOptions) {
    this.#options = options;
    this.#intervalMs = options.intervalMs ?? 1000;
  }

  /** The channel of a scope in the tenant of an organization, for one more subscriber. */
  open(org: string, scope: ParsedScope): Channel {
    const name = this.#nameOf(org, scope);
    const channel =
      this.#channels.get(name) ?? new Channel({ scope, org, name: String(++this.#names) }, this.#options);
    this.#channels.set(name, channel);
    channel.subscribers++;
    return channel;
  }

  /** A subscriber is gone. */
  close(org: string, scope: ParsedScope): void {
    const name = this.#nameOf(org, scope);
    const channel = this.#channels.get(name);
    if (channel === undefined || --channel.subscribers > 0) return;
    this.#channels.delete(name);
  }

  /** The sequence number that the subscribers of a scope saw last. */
  seqOf(org: string, scope: ParsedScope): number {
    return this.#channels.get(this.#nameOf(org, scope))?.seq ?? 1;
  }

  get channelCount(): number {
    return this.#channels.size;
  }

  /** To be called several times a second; `moment` in monotonic ms. */
  tick(moment: number): void {
    for (const channel of this.#channels.values()) {
      const message = channel.next(moment, this.#intervalMs);
      if (message !== undefined) this.#options.publish(channel.topic, message);
    }
    for (const [session, feed] of this.#feeds) {
      for (const message of feed.turn(moment)) this.#options.publish(feed.topic, message);
      if (feed.isQuiet) this.#feeds.delete(session);
    }
  }

  /** Brings engagements that came to count to the moderators who follow their session. */
  feed(engagements: readonly EngagementRow[], moment: number): void {
    if (engagements.length === 0) return;
    const channels = new Map([...this.#channels.values()].map((channel) => [channel.key, channel]));
    for (const row of engagements) {
      const channel = channels.get(row.session);
      if (channel === undefined) continue;
      const feed =
        this.#feeds.get(row.session) ??
        new FeedLimiter(channel.feedTopic, formatScope(channel.scope), moment);
      this.#feeds.set(row.session, feed);
      const message = feed.take(row, channel.scope.id);
      if (message !== undefined) this.#options.publish(feed.topic, message);
    }
  }

  /** Tells the moderators who subscribe to what an alert is about, or to what that is in. */
  alert(alert: AlertRow): void {
    if (this.#channels.size === 0) return;
    const { registry } = this.#options.live;
    const keys = concerns(registry, alert);
    for (const { key, alertTopic, scope } of this.#channels.values()) {
      if (key !== undefined && keys.has(key))
        this.#options.publish(alertTopic, alertMessage(registry, alert, formatScope(scope)));
    }
  }

  #nameOf(org: string, scope: ParsedScope): string {
    return `${this.#options.live.registry.tenantId(org)} ${formatScope(scope)}`;
  }
}
