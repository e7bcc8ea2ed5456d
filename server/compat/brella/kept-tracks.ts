import type { HistoryOfAttendee } from '../../../storage/ports/history/of-attendee.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import { isClick, readTracks, type Track } from './tracks.ts';

type History = Pick<HistoryOfAttendee, 'slicesOfAttendee' | 'engagementsOfAttendee'>;

/** More of one attendee than these are read again rather than kept. */
const MOST_KEPT = 5000;

interface Sums {
  clicks: number;
  durationSeconds: number;
}

interface Question {
  readonly attendee: number;
  readonly sessions: readonly ScopeKey[];
  /** Log time that open slices last until, ms. */
  readonly now: number;
}

/**
 * What an attendee did in some sessions, as it was at one moment, to be gone through more than once: sums by session first, then
 * session by session. Of what is too much to be kept, only what is still open is; it may be over when it is read again.
 */
export class KeptTracks {
  readonly #history: History;
  readonly #question: Question;
  readonly #sums = new Map<ScopeKey, Sums>();
  readonly #open = new Map<number, Track>();
  readonly #last = { presence: 0, click: 0 };
  #kept: Track[] | undefined = [];

  private constructor(history: History, question: Question) {
    this.#history = history;
    this.#question = question;
  }

  static async read(history: History, question: Question): Promise<KeptTracks> {
    const tracks = new KeptTracks(history, question);
    for await (const track of readTracks(history, { ...question, kinds: 'both' })) tracks.#take(track);
    return tracks;
  }

  /** Undefined for a session in which there is nothing of the attendee. */
  sumsOf(session: ScopeKey): Readonly<Sums> | undefined {
    return this.#sums.get(session);
  }

  /** The oldest first. */
  async *of(session: ScopeKey): AsyncGenerator<Track> {
    if (this.#kept !== undefined) yield* this.#kept.filter((track) => track.session === session);
    else yield* this.#again(session);
  }

  async *#again(session: ScopeKey): AsyncGenerator<Track> {
    const question = { ...this.#question, sessions: [session], kinds: 'both' } as const;
    for await (const track of readTracks(this.#history, question)) {
      const isNew = track.key > (isClick(track) ? this.#last.click : this.#last.presence);
      if (!isNew) yield isClick(track) ? track : (this.#open.get(track.key) ?? track);
    }
  }

  #take(track: Track): void {
    const kind = isClick(track) ? 'click' : 'presence';
    const sums = this.#sums.get(track.session) ?? { clicks: 0, durationSeconds: 0 };
    this.#sums.set(track.session, sums);
    if (kind === 'click') sums.clicks++;
    sums.durationSeconds += track.durationSeconds;
    if (kind === 'presence' && track.end === null) this.#open.set(track.key, track);
    this.#last[kind] = Math.max(this.#last[kind], track.key);
    this.#kept?.push(track);
    if ((this.#kept?.length ?? 0) > MOST_KEPT) this.#kept = undefined;
  }
}
