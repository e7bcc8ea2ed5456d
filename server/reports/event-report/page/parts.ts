import type { ReportFormats } from './formats.ts';
import { type Markup, markup } from './markup.ts';
import { texts } from './texts.ts';

/** A part of the page; `until`: log time up to which its figures hold, ms. */
export function section(
  title: string,
  until: number | null,
  content: unknown,
  formats: ReportFormats,
): Markup {
  return markup`<section><h2>${title}</h2>
${content}
${until !== null && markup`<p class="until">${texts.until(formats.instant(until))}</p>`}</section>`;
}

/** A part that is not there any more. */
export function goneSection(title: string): Markup {
  return markup`<section><h2>${title}</h2><p class="soft">${texts.gone}</p></section>`;
}

export interface Table {
  readonly caption?: string | undefined;
  /** The first column names the row, all others are numbers. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | Markup)[])[];
}

export function table({ caption, columns, rows }: Table): Markup {
  const head = columns.map(
    (name, index) => markup`<th scope="col" class="${index > 0 ? 'number' : ''}">${name}</th>`,
  );
  const body = rows.map(([name, ...cells]) => {
    return markup`<tr><th scope="row">${name}</th>${cells.map((cell) => markup`<td class="number">${cell}</td>`)}</tr>`;
  });
  return markup`<table>${caption !== undefined && markup`<caption>${caption}</caption>`}
<thead><tr>${head}</tr></thead>
<tbody>${body}</tbody></table>`;
}

export interface BarRow {
  readonly name: string;
  readonly value: number;
  readonly cells: readonly string[];
}

/** A table with a bar in each row; bars are of the greatest value, or of `whole`. */
export function barTable({
  caption,
  columns,
  rows,
  whole,
}: Omit<Table, 'rows'> & {
  readonly rows: readonly BarRow[];
  readonly whole?: number | undefined;
}): Markup {
  const most = whole ?? rows.reduce((greatest, { value }) => Math.max(greatest, value), 0);
  const [first, ...others] = columns;
  return markup`<table>${caption !== undefined && markup`<caption>${caption}</caption>`}
<thead><tr><th scope="col">${first}</th><td></td>${others.map((name) => markup`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ name, value, cells }) =>
      markup`<tr><th scope="row">${name}</th><td class="bar-cell">${bar(most === 0 ? 0 : value / most)}</td>${cells.map((cell) => markup`<td class="number">${cell}</td>`)}</tr>`,
  )}</tbody></table>`;
}

function bar(share: number): Markup {
  const width = Math.round(share * 1000) / 10;
  return markup`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="${width}" height="8"/></svg>`;
}

/** What a colour stands for. */
export function colorKey(kind: string, label: string): Markup {
  return markup`<span class="key"><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="${kind}" width="10" height="10" rx="2"/></svg>${label}</span>`;
}
