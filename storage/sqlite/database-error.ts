/** What disks, file systems and other processes do; all else is a mistake of ours. */
const FROM_OUTSIDE: ReadonlySet<string> = new Set([
  'SQLITE_BUSY',
  'SQLITE_CANTOPEN',
  'SQLITE_CORRUPT',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_PERM',
  'SQLITE_READONLY',
]);

/** A refusal by SQLite. The message names the operation, never values; `cause` is the driver's error. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  /** SQLite's name of the primary result code: `SQLITE_BUSY`, `SQLITE_FULL`, `SQLITE_CORRUPT`, ... */
  readonly code: string;

  constructor(operation: string, cause: Error & { readonly code?: string }) {
    super(`${operation}: ${cause.message}`, { cause });
    this.code = cause.code ?? 'SQLITE_ERROR';
  }

  get isFromOutside(): boolean {
    return FROM_OUTSIDE.has(this.code);
  }
}
