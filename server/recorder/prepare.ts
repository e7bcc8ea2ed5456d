import type { History, HistoryBatch, Run } from '../../storage/types.ts';
import type { Effect, ImportEnded, SliceStarted, Undecided } from '../live/effects.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import { BatchBuilder } from './batch.ts';
import { decide } from './decide.ts';
import { settleKept } from './keep.ts';
import type { Known } from './known.ts';
import { Past } from './past.ts';
import type { Recorded, Settled } from './recorded.ts';

export interface Settlement {
  readonly settled: Settled | undefined;
  readonly refused: ErrorCode | null;
}

/** All that one commit is about. */
export interface Prepared {
  readonly batch: HistoryBatch;
  readonly settlements: readonly Settlement[];
  readonly works: readonly Recorded[];
  /** Of the last entry: they come after everything else. */
  readonly imports: readonly ImportEnded[];
  /** The span since the last standstill, with these entries. */
  readonly run: Run | undefined;
}

/** Decides what entries leave to be decided, in log order, and collects what is to be written of them. */
export async function prepare(history: History, known: Known, works: readonly Recorded[]): Promise<Prepared> {
  const undecided = works.flatMap(({ applied }) => applied.effects.filter(isUndecided));
  const preparing = new Preparing(known, await Past.of(history, undecided, known.bubbles));
  for (const recorded of works) preparing.entry(recorded);
  return { ...preparing.done(), works };
}

class Preparing {
  readonly #known: Known;
  readonly #past: Past;
  readonly #builder: BatchBuilder;
  readonly #settlements: Settlement[] = [];
  readonly #imports: ImportEnded[] = [];
  #run: Run | undefined;

  constructor(known: Known, past: Past) {
    this.#known = known;
    this.#past = past;
    this.#builder = new BatchBuilder(known.tallies, known.organizations, known.sessions);
    this.#run = known.run;
  }

  entry({ entry, applied, undecided, snapshot }: Recorded): void {
    this.#builder.entry(entry, this.#extendRun(entry.time, applied.standstill));
    let index = 0;
    for (const effect of applied.effects) {
      if (isUndecided(effect)) {
        const refused = settle(this.#builder, this.#past, effect);
        this.#settlements.push({ settled: undecided[index++], refused });
      } else if (effect.kind === 'importEnded') this.#imports.push(effect);
      else this.#effect(effect);
    }
    if (snapshot !== undefined) this.#builder.snapshot(snapshot);
  }

  done(): Omit<Prepared, 'works'> {
    return {
      batch: this.#builder.build(this.#past.bubbles.list()),
      settlements: this.#settlements,
      imports: this.#imports,
      run: this.#run,
    };
  }

  #effect(effect: Exclude<Effect, Undecided | ImportEnded>): void {
    if (effect.kind === 'organization') this.#known.organizations.add(effect.organization.key);
    if (effect.kind === 'sliceEnded' && effect.gone) this.#past.bubbles.leaveAll(effect);
    if (effect.kind === 'erased') this.#past.erase(effect);
    this.#builder.effect(effect.kind === 'sliceStarted' ? named(this.#past, effect) : effect);
  }

  #extendRun(time: number, standstill: boolean): Run {
    const start = this.#run === undefined || standstill ? time : this.#run.start;
    this.#run = { start, end: time };
    return this.#run;
  }
}

function isUndecided(effect: Effect): effect is Undecided {
  return effect.kind === 'engaged' || effect.kind === 'kept';
}

/** Decides it and, when it counts, has it written; gives why not. */
function settle(builder: BatchBuilder, past: Past, effect: Undecided): ErrorCode | null {
  if (effect.kind === 'kept') return settleKept(builder, past, effect);
  const decision = decide(effect, past);
  if (decision.kind === 'refused') return decision.code;
  if (decision.kind === 'repeated') return null;
  const { tenant, owners, actor } = effect;
  builder.engagement(effect, decision, past.people.name({ tenant, id: actor.attendee, owners }));
  return null;
}

/** Of one who is named within the batch, what the batch says of the organization is that of the first to do so. */
function named(past: Past, started: SliceStarted): SliceStarted {
  const { tenant, attendee, owners } = started;
  const organization = past.people.name({ tenant, id: attendee, owners });
  return organization === owners[0] ? started : { ...started, owners: [organization] };
}
