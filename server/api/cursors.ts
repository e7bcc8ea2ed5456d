import { createHmac, timingSafeEqual } from 'node:crypto';
import { ApiError } from './problem.ts';

const MAC_BYTES = 12;

interface PageOf<Row> {
  readonly list: string;
  readonly limit: number;
  /** Where the next page begins behind its last row. */
  readonly placeOf: (last: Row) => readonly number[];
}

/** Opaque places in lists, signed so that only ours come back, each for its own list. Every node with the secret reads them. */
export class Cursors {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** `list` names the list with all that it is filtered by. */
  write(list: string, place: readonly number[]): string {
    const body = Buffer.from(JSON.stringify(place));
    return Buffer.concat([this.#mac(list, body), body]).toString('base64url');
  }

  /**
   * The place to go on after; empty without a cursor, at the beginning.
   * @throws ApiError `invalid_cursor` for any but a cursor of this list.
   */
  read(list: string, cursor: string | undefined): number[] {
    if (cursor === undefined) return [];
    const bytes = Buffer.from(cursor, 'base64url');
    const body = bytes.subarray(MAC_BYTES);
    const mac = bytes.subarray(0, MAC_BYTES);
    if (mac.length !== MAC_BYTES || !timingSafeEqual(mac, this.#mac(list, body)))
      throw new ApiError('invalid_cursor');
    return JSON.parse(body.toString('utf8')) as number[];
  }

  /** What a page shows of rows of which at least one more than `limit` was read, if there is one, and the cursor of the next. */
  page<Row>(
    rows: readonly Row[],
    { list, limit, placeOf }: PageOf<Row>,
  ): { readonly page: Row[]; readonly nextCursor: string | null } {
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      page: rows.slice(0, limit),
      nextCursor: last === undefined ? null : this.write(list, placeOf(last)),
    };
  }

  #mac(list: string, body: Buffer): Buffer {
    return createHmac('sha256', this.#secret)
      .update('cursor\0')
      .update(list)
      .update('\0')
      .update(body)
      .digest()
      .subarray(0, MAC_BYTES);
  }
}
