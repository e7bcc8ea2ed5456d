import { Breath } from '../../breath.ts';
import { MINUTE_MS } from '../../durations.ts';

export const SIGNALS = ['chat', 'reactions', 'questions', 'polls', 'joins'] as const;
export type Signal = (typeof SIGNALS)[number];

/** What counts for which signal. Upvotes are what people do about a question. */
export const SIGNAL_OF_ACTION: Readonly<Record<string, Exclude<Signal, 'joins'>>> = {
  'chat.message': 'chat',
  reaction: 'reactions',
  'chat.reaction': 'reactions',
  'question.ask': 'questions',
  'question.upvote': 'questions',
  'poll.answer': 'polls',
};

const WEIGHTS: Readonly<Record<Signal, number>> = {
  chat: 1,
  reactions: 1,
  questions: 1,
  polls: 1,
  joins: 0.5,
};

/** A minute (start, ms) of a scope. */
export interface LiveMinute {
  readonly minute: number;
  readonly counts: Readonly<Record<Signal, number>>;
  /** Time-weighted concurrency and its peak; 0 when nobody was there. */
  readonly average: number;
  readonly peak: number;
}

export interface SignalFigures {
  readonly count: number;
  /** What the window would have had if it were like all others. */
  readonly usual: number;
  /** What the signal adds to the score. */
  readonly points: number;
}

/** Half-open, ms. */
export interface Moment {
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly signals: Readonly<Record<Signal, SignalFigures>>;
  /** Signals that add to the score, the strongest first. */
  readonly reasons: readonly Signal[];
  /** Peak within the window. */
  readonly concurrent: number;
}

export const MOMENTS_BASIS = {
  windows:
    'of whole minutes, beginning with any minute in which somebody was there; of windows that overlap only the best',
  usual:
    'chat, reactions, questions, polls: what the span has per attendee minute, times the attendee minutes of the window; joins: per minute',
  score: 'sum over the signals of weight * ln(1 + max(0, (count - usual) / sqrt(usual + 1)))',
  weights: WEIGHTS,
} as const;

type Sums = Readonly<Record<Signal, number>> & { readonly minutes: number; readonly attendeeMinutes: number };

const NOTHING: Sums = {
  chat: 0,
  reactions: 0,
  questions: 0,
  polls: 0,
  joins: 0,
  minutes: 0,
  attendeeMinutes: 0,
};

/** What was in the first n minutes, for every n: a window is the difference of two. */
function sumsOf(minutes: readonly LiveMinute[]): Sums[] {
  const sums = [NOTHING];
  let last = NOTHING;
  for (const { counts, average } of minutes) {
    last = {
      chat: last.chat + counts.chat,
      reactions: last.reactions + counts.reactions,
      questions: last.questions + counts.questions,
      polls: last.polls + counts.polls,
      joins: last.joins + counts.joins,
      minutes: last.minutes + 1,
      attendeeMinutes: last.attendeeMinutes + average,
    };
    sums.push(last);
  }
  return sums;
}

/** Joins make the audience, so they are measured by time; all else by how many were there to do it, where anybody was. */
function exposure(signal: Signal, byTime: boolean): 'minutes' | 'attendeeMinutes' {
  return signal === 'joins' || byTime ? 'minutes' : 'attendeeMinutes';
}

const thousandths = (value: number) => Math.round(value * 1000) / 1000;

class Scale {
  readonly #total: Sums;
  readonly #byTime: boolean;

  constructor(total: Sums) {
    this.#total = total;
    this.#byTime = total.attendeeMinutes <= 0;
  }

  signal(signal: Signal, from: Sums, to: Sums): SignalFigures {
    const measure = exposure(signal, this.#byTime);
    const count = to[signal] - from[signal];
    const usual = (this.#total[signal] * (to[measure] - from[measure])) / this.#total[measure];
    const excess = Math.max(0, (count - usual) / Math.sqrt(usual + 1));
    return { count, usual: thousandths(usual), points: thousandths(WEIGHTS[signal] * Math.log1p(excess)) };
  }

  signals(from: Sums, to: Sums): Record<Signal, SignalFigures> {
    return {
      chat: this.signal('chat', from, to),
      reactions: this.signal('reactions', from, to),
      questions: this.signal('questions', from, to),
      polls: this.signal('polls', from, to),
      joins: this.signal('joins', from, to),
    };
  }
}

function scoreOf(signals: Readonly<Record<Signal, SignalFigures>>): number {
  return thousandths(SIGNALS.reduce((score, signal) => score + signals[signal].points, 0));
}

/** A window by the places of its minutes, `to` not among them. */
interface Candidate {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly score: number;
}

async function candidatesOf(minutes: readonly LiveMinute[], lengthMs: number, sums: readonly Sums[]) {
  const scale = new Scale(sums.at(-1) ?? NOTHING);
  const breath = new Breath();
  const candidates: Candidate[] = [];
  let to = 0;
  for (const [from, { minute: start }] of minutes.entries()) {
    while (to < minutes.length && (minutes[to]?.minute ?? start) < start + lengthMs) to++;
    const score = scoreOf(scale.signals(sums[from] ?? NOTHING, sums[to] ?? NOTHING));
    if (score > 0) candidates.push({ from, to, start, score });
    await breath.take();
  }
  return candidates.sort((a, b) => b.score - a.score || a.start - b.start);
}

/**
 * The windows of `size` minutes in which the audience stood out most against what is usual for these minutes, best first,
 * of equals the earliest. They begin with a minute that is there, do not overlap, and each has a signal above the usual.
 * The minutes are in order and may have gaps.
 */
export async function topMoments(
  minutes: readonly LiveMinute[],
  { size, limit }: { readonly size: number; readonly limit: number },
): Promise<Moment[]> {
  const lengthMs = size * MINUTE_MS;
  const sums = sumsOf(minutes);
  const scale = new Scale(sums.at(-1) ?? NOTHING);
  const chosen: Candidate[] = [];
  for (const candidate of await candidatesOf(minutes, lengthMs, sums)) {
    if (chosen.length === limit) break;
    if (chosen.every(({ start }) => Math.abs(start - candidate.start) >= lengthMs)) chosen.push(candidate);
  }
  return chosen.map(({ from, to, start, score }) => {
    const signals = scale.signals(sums[from] ?? NOTHING, sums[to] ?? NOTHING);
    const reasons = SIGNALS.filter((signal) => signals[signal].points > 0);
    reasons.sort((a, b) => signals[b].points - signals[a].points);
    const concurrent = Math.max(0, ...minutes.slice(from, to).map(({ peak }) => peak));
    return { start, end: start + lengthMs, score, signals, reasons, concurrent };
  });
}
