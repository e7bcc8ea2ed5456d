import { parseArgs } from 'node:util';
import { ConfigError } from '../config.ts';
import { StartError } from '../start-error.ts';

export interface OptionHelp {
  readonly name: string;
  readonly value: string;
  readonly help: string;
}

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads `--name value` options.
 * @throws UsageError that lists the options.
 */
export function readOptions(options: readonly OptionHelp[]): Readonly<Record<string, string | undefined>> {
  const known = Object.fromEntries(options.map(({ name }) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ options: known }).values as Record<string, string | undefined>;
  } catch (error) {
    const lines = options.map(({ name, value, help }) => `  --${name} ${value}`.padEnd(28) + help);
    throw new UsageError(
      `${error instanceof Error ? error.message : String(error)}\n\nOptions:\n${lines.join('\n')}`,
    );
  }
}

/**
 * Reads the one file that a command takes.
 * @throws UsageError that says how it is called
 */
export function readFileArgument(command: string): string {
  const [file, ...more] = process.argv.slice(2);
  if (file === undefined || more.length > 0) throw new UsageError(`npm run ${command} -- FILE`);
  return file;
}

/** Runs a command; errors of its user are one line, not a stack. */
export function runCommand(command: () => Promise<void>): void {
  command().catch((error: unknown) => {
    const isUsage = error instanceof UsageError || error instanceof ConfigError;
    const isTheirs = isUsage || error instanceof StartError;
    process.stderr.write(
      `${error instanceof Error ? (isTheirs ? error.message : error.stack) : String(error)}\n`,
    );
    process.exit(isUsage ? 2 : 1);
  });
}
