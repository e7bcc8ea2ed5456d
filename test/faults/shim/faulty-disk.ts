import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SOURCE = fileURLToPath(new URL('faults.c', import.meta.url));

/** As in faults.c. */
const FAULTS = {
  none: 0,
  full: 1,
  writesFail: 2,
  syncsFail: 3,
  readOnly: 4,
  readsFail: 5,
  syncsHang: 6,
} as const;

export type Fault = keyof typeof FAULTS;

function hasCompiler(): boolean {
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return process.platform === 'linux';
  } catch {
    return false;
  }
}

/** Whether tests may use it: for `describe.runIf`. It needs Linux and a C compiler. */
export const canFail = hasCompiler();

/** A data folder whose disk and clock fail as told, for a process that has `environment`. */
export class FaultyDisk {
  readonly folder = temporaryFolder();
  readonly environment: Readonly<Record<string, string>>;
  readonly #file: string;

  constructor() {
    const own = temporaryFolder();
    const library = join(own, 'faults.so');
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, SOURCE, '-ldl']);
    this.#file = join(own, 'control');
    this.#write(Buffer.alloc(16), 0);
    this.environment = {
      DATA_DIR: this.folder,
      FAULTS_FOLDER: this.folder,
      FAULTS_FILE: this.#file,
      LD_PRELOAD: library,
    };
  }

  /** From now on, until told otherwise. */
  fail(fault: Fault): void {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(FAULTS[fault]);
    this.#write(bytes, 0);
  }

  /** Puts the wall clock so much ahead of the true one, or behind it. */
  setClock(aheadMs: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(aheadMs));
    this.#write(bytes, 8);
  }

  /** In place: the process has the file in its memory. */
  #write(bytes: Buffer, at: number): void {
    const file = openSync(this.#file, at === 0 && bytes.length === 16 ? 'w' : 'r+');
    writeSync(file, bytes, 0, bytes.length, at);
    closeSync(file);
  }
}
