import { Copies, type CopiesOptions } from './copies.ts';
import type { NodeTokens } from './node-tokens.ts';

export interface BootstrapSourceOptions extends Omit<CopiesOptions, 'name'> {
  readonly tokens: NodeTokens;
}

/** Gives other nodes a copy of the history. */
export class BootstrapSource extends Copies {
  readonly #tokens: NodeTokens;

  constructor({ tokens, ...options }: BootstrapSourceOptions) {
    super({ ...options, name: 'bootstrap-copy.db' });
    this.#tokens = tokens;
  }

  admits(token: string): boolean {
    return this.#tokens.isGood(token);
  }
}
