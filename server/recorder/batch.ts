import type {
  AttendeePut,
  AuditRow,
  EngagementRow,
  HistoryBatch,
  HistorySnapshot,
  PollRow,
  RegistrationPut,
  Run,
} from '../../storage/types.ts';
import { attendanceOf } from '../figures/attendance.ts';
import { sessionFacts } from '../figures/slice-figures.ts';
import type { ScopeKey, Session } from '../live/catalogue.ts';
import type {
  Announced,
  Effect,
  Engaged,
  Erased,
  ImportEnded,
  PeakReached,
  SliceEnded,
  Undecided,
  WatchBanked,
} from '../live/effects.ts';
import type { KeyUse } from '../live/keeping.ts';
import { changesPast } from './changes-past.ts';
import { CountedNames } from './counted-names.ts';
import type { Decision } from './decide.ts';
import { EngagementCounts } from './engagement-counts.ts';
import { erasedRows } from './erased-rows.ts';
import { listEffect } from './list-effect.ts';
import { messageId, onceId, type Place } from './message-id.ts';
import { emptyBatch, type MutableBatch } from './mutable-batch.ts';
import type { Tallies } from './tallies.ts';

/** Collects the effects of some entries into what one commit writes. */
export class BatchBuilder {
  readonly #sessions: ReadonlyMap<ScopeKey, Session>;
  readonly #batch: MutableBatch;
  readonly #runs = new Map<number, Run>();
  readonly #catalogue = new Map<ScopeKey, Extract<Effect, { kind: 'event' | 'session' }>>();
  readonly #peaks = new Map<string, PeakReached>();
  readonly #watched = new Map<string, WatchBanked>();
  readonly #polls = new Map<string, PollRow>();
  readonly #counts: EngagementCounts;
  #place: Place = { incarnation: '', position: '', time: 0 };
  /** Of the present entry, so far. */
  #announced = 0;

  /** `organizations`: keys of those scopes whose tallies are by day; `sessions`: as they were before the batch. */
  constructor(
    tallies: Tallies,
    organizations: ReadonlySet<ScopeKey>,
    sessions: ReadonlyMap<ScopeKey, Session>,
    names: CountedNames = new CountedNames(tallies),
  ) {
    this.#counts = new EngagementCounts(names, organizations);
    this.#sessions = sessions;
    this.#batch = emptyBatch();
  }

  entry(place: Place, run: Run): void {
    const { position, time } = place;
    this.#batch.position = position;
    this.#batch.time = time;
    this.#place = place;
    this.#announced = 0;
    this.#runs.set(run.start, run);
  }

  /** Everything but what is decided first, and what an import brings. */
  effect(effect: Exclude<Effect, Undecided | ImportEnded>): void {
    switch (effect.kind) {
      case 'event':
        this.#catalogue.set(effect.event.key, effect);
        break;
      case 'session':
        if (changesPast(this.#session(effect.session.key), effect.session)) this.stale(effect.session.key);
        this.#catalogue.set(effect.session.key, effect);
        break;
      case 'sliceEnded':
        this.#batch.slicesEnded.push(effect);
        this.#attend(effect);
        break;
      case 'peak':
        this.#peaks.set(`${effect.scope} ${effect.day}`, effect);
        break;
      case 'watch':
        this.#watched.set(`${effect.scope} ${effect.day}`, effect);
        break;
      case 'erased':
        this.#erase(effect);
        break;
      case 'announced':
        this.announced(effect);
        break;
      // The gateways' own.
      case 'expelled':
        break;
      default:
        listEffect(this.#batch, effect);
    }
  }

  /** An accepted engagement of somebody who belongs to an organization; gives its row. */
  engagement(
    engaged: Engaged,
    decision: Extract<Decision, { kind: 'accepted' }>,
    organization: ScopeKey,
  ): EngagementRow {
    const { tenant, id, actor, action, data, at, scopes } = engaged;
    const { session, anonymous, poll } = decision;
    const row = { tenant, organization, session, attendee: actor.attendee, id, action, data, at, anonymous };
    this.#batch.engagements.push(row);
    if (poll !== undefined) this.#polls.set(`${poll.session} ${poll.poll}`, poll);
    for (const scope of scopes) this.#counts.count(scope, action, at);
    return row;
  }

  /** Something that endpoints are told of. */
  announced({ tenant, endpoints, announcement, attendee, once }: Announced): void {
    const id = once === null ? messageId(this.#place, this.#announced++) : onceId(tenant, once);
    const queuedAt = this.#batch.time;
    this.#batch.webhooks.push({ kind: 'announced', id, tenant, endpoints, announcement, attendee, queuedAt });
  }

  /** The past of a session has changed: its attendance is computed anew from slices. */
  stale(session: ScopeKey): void {
    this.#batch.stale.push(session);
  }

  attendee(row: AttendeePut): void {
    this.#batch.attendees.push(row);
  }

  keysUsed(tenant: ScopeKey, uses: readonly KeyUse[]): void {
    this.#batch.keysUsed.push(...uses.map((use) => ({ tenant, ...use })));
  }

  registration(row: RegistrationPut): void {
    this.#batch.registrations.push(row);
    const ticket = row.details?.ticketId ?? null;
    if (ticket !== null) this.#batch.tickets.push({ tenant: row.tenant, ticket });
  }

  audit(row: AuditRow): void {
    this.#batch.audit.push(row);
  }

  /** What was collected of the person so far is a pseudonym's; what comes later is a new person's. */
  #erase(erased: Erased): void {
    Object.assign(this.#batch, erasedRows(this.#batch, erased));
    this.#batch.erasures.push(erased);
  }

  /** Of several, the last is written. */
  snapshot(snapshot: HistorySnapshot): void {
    this.#batch.snapshot = snapshot;
  }

  build(bubbles: HistoryBatch['bubbles']): HistoryBatch {
    const catalogue = [...this.#catalogue.values()];
    return {
      ...this.#batch,
      runs: [...this.#runs.values()],
      events: catalogue.flatMap((effect) => (effect.kind === 'event' ? [effect.event] : [])),
      sessions: catalogue.flatMap((effect) => (effect.kind === 'session' ? [effect.session] : [])),
      peaks: [...this.#peaks.values()],
      watched: [...this.#watched.values()],
      polls: [...this.#polls.values()],
      engagementCounts: this.#counts.counts(),
      engagementMinutes: this.#counts.minutes(),
      bubbles,
    };
  }

  #session(key: ScopeKey): Session | undefined {
    const effect = this.#catalogue.get(key);
    return effect?.kind === 'session' ? effect.session : this.#sessions.get(key);
  }

  #attend(ended: SliceEnded): void {
    const session = this.#session(ended.session);
    if (session === undefined) throw new Error(`no session ${ended.session}`);
    const { tenant, attendee, countedUntil } = ended;
    const attended = attendanceOf(ended, session.event, sessionFacts(session, countedUntil));
    this.#batch.attendance.push({ ...attended, tenant, attendee });
  }
}
