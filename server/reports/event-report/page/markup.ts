import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Markup = HtmlEscapedString;

/** HTML of which every value is escaped that is not markup itself; nulls and false become nothing. Nothing in a report has to be waited for. */
export function markup(strings: TemplateStringsArray, ...values: unknown[]): Markup {
  const made = html(strings, ...values);
  if (made instanceof Promise) throw new TypeError('a report has no values that are promises');
  return made;
}
