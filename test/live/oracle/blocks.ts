/** Somebody whose sockets are to be closed. */
export interface OracleExpelled {
  readonly attendee: string;
  /** Name of the session or the organization that they are out of. */
  readonly scope: string;
}

/** Who was ever put out of what, and for how long. */
export class OracleBlocks {
  readonly expelled: OracleExpelled[] = [];
  /** When each is over, as it was said last; 0: it was lifted. */
  readonly ends = new Map<string, number>();

  holds(scopes: readonly string[], attendee: string, at: number): boolean {
    return scopes.some((scope) => (this.ends.get(`${scope} ${attendee}`) ?? 0) > at);
  }

  /** Nobody is kept out of what is no more. */
  lift(scope: string, at: number): void {
    for (const [key, end] of this.ends) if (key.startsWith(`${scope} `) && end > at) this.ends.set(key, 0);
  }

  /** Of somebody in a tenant none stays. */
  forget(tenant: string, attendee: string): void {
    for (const key of this.ends.keys()) {
      if (key.startsWith(`${tenant}/`) && key.endsWith(` ${attendee}`)) this.ends.delete(key);
    }
  }

  /** Gives whether that changes anything. */
  say(scope: string, attendee: string, { at, blockMs }: { at: number; blockMs: number }): boolean {
    const wasOut = this.holds([scope], attendee, at);
    if (blockMs === 0 && !wasOut) return false;
    this.ends.set(`${scope} ${attendee}`, blockMs === 0 ? 0 : at + blockMs);
    return true;
  }
}
