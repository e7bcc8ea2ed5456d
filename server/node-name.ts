import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from './new-id.ts';

const FILE = 'node';

/** The name of this node, made at its first start and kept in the data folder, beside the history and not in it: that one is copied. */
export function nodeName(dataDir: string): string {
  const file = join(dataDir, FILE);
  const name = newId();
  try {
    writeFileSync(file, name, { flag: 'wx' });
    return name;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const known = readFileSync(file, 'utf8').trim();
  if (known !== '') return known;
  // A crash between making the file and writing it.
  writeFileSync(file, name);
  return name;
}
