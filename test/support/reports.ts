import readWorkbook from 'read-excel-file/node';
import { expect, vi } from 'vitest';
import type { Answer } from './rest.ts';
import { SOON } from './soon.ts';

/** Asks for a report until it is ready or has failed: nothing tells when it is. */
export function settledReport(ask: (path: string) => Promise<Answer>, path: string): Promise<Answer> {
  return vi.waitFor(async () => {
    const answer = await ask(path);
    expect(answer.json.status).not.toMatch(/queued|running/);
    return answer;
  }, SOON);
}

export interface ReadSheet {
  readonly name: string;
  readonly rows: readonly (readonly unknown[])[];
}

/** The sheets of a workbook in their order, as another library than the one that wrote it reads them. */
export async function readSheets(url: string): Promise<ReadSheet[]> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  const sheets = await readWorkbook(bytes);
  return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data }));
}
