import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Those of some texts of ASCII that stand anywhere in the bytes of any file of a folder. */
export function textsFoundIn(folder: string, texts: readonly string[]): string[] {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((one) => one.isFile());
  const contents = files.map((one) => readFileSync(join(one.parentPath, one.name), 'latin1'));
  return texts.filter((text) => contents.some((content) => content.includes(text)));
}
