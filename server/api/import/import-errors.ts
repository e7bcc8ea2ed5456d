import type { FieldError } from '../problem.ts';

export interface LineError extends FieldError {
  /** From 1. */
  readonly line: number;
}

/** So many are named; of all others only the number is said. */
const MAX_NAMED = 1000;

/** What is wrong with an import, in bounded memory. */
export class ImportErrors {
  readonly #named: LineError[] = [];
  count = 0;

  add(line: number, errors: readonly FieldError[]): void {
    this.count += errors.length;
    for (const error of errors) if (this.#named.length < MAX_NAMED) this.#named.push({ line, ...error });
  }

  addTo(lines: readonly number[], path: string, message: string): void {
    for (const line of lines) this.add(line, [{ path, message }]);
  }

  list(): LineError[] {
    return [...this.#named].sort((a, b) => a.line - b.line);
  }
}
