/** A refusal by SQLite. The message names the operation, never values; `cause` is the driver's error. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  /** SQLite's name of the primary result code: `SQLITE_BUSY`, `SQLITE_FULL`, `SQLITE_CORRUPT`, ... */
  readonly code: string;

  constructor(operation: string, cause: Error & { readonly code?: string }) {
    super(`${operation}: ${cause.message}`, { cause });
    this.code = cause.code ?? 'SQLITE_ERROR';
  }
}
