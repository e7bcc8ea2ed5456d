import { keepBeating } from './beating.ts';
import { crowd } from './crowd.ts';
import { textFrame } from './frames.ts';
import { paced } from './paced.ts';
import { joinSession, openSessionClient } from './session-client.ts';
import type { LoadSocket } from './web-socket.ts';

const STAYING = 2;
const message = (value: object) => textFrame(JSON.stringify(value));

/** Sessions in each of which somebody comes or goes once a second, so that the counters of all change each second. */
export class Rooms {
  readonly #restless: readonly LoadSocket[];
  #seconds = 0;

  private constructor(restless: readonly LoadSocket[]) {
    this.#restless = restless;
  }

  static async open(port: number, count: number): Promise<Rooms> {
    const staying = await crowd(count * STAYING, async (index) => {
      const socket = await openSessionClient(port, `stays${index}`);
      await joinSession(socket, `s${index % count}`);
      return socket;
    });
    const restless = await crowd(count, (index) => openSessionClient(port, `comes${index}`));
    keepBeating([...staying, ...restless]);
    return new Rooms(restless);
  }

  /** Resolves after so many seconds. */
  async live(seconds: number): Promise<void> {
    const count = this.#restless.length;
    const begin = this.#seconds;
    await paced({ count: seconds * count, perSecond: count }, (index) => {
      const second = begin + Math.floor(index / count);
      const room = index % count;
      const type = second % 2 === 0 ? 'join' : 'leave';
      this.#restless[room]?.write(message({ type, session: `s${room}` }));
    });
    this.#seconds += seconds;
  }
}
