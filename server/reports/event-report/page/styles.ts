import { createHash } from 'node:crypto';

/** All of the page's looks: light, dark where the reader's system is, light on paper. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f4f6f9, #0d1117);
  --surface: light-dark(#ffffff, #151b23);
  --line: light-dark(#dde2ea, #2a333f);
  --ink: light-dark(#131a24, #e9edf3);
  --soft: light-dark(#525e6f, #a3afbf);
  --one: light-dark(#1f5fd0, #5c9dff);
  --one-soft: light-dark(#dbe6f9, #22344f);
  --two: light-dark(#0f8a62, #35b98a);
  --two-soft: light-dark(#d8efe6, #1a3a31);
  --three: light-dark(#b3641a, #dd9a52);
  --gap: light-dark(#dfe4eb, #2b3542);
  --warn: light-dark(#8a5300, #e8b25a);
  --warn-soft: light-dark(#fdf3dd, #2c2413);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 60rem; padding: 2rem 1rem 3rem;
  background: var(--page); color: var(--ink);
  font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
}
header { margin-bottom: 1.5rem; }
h1, h2, h3 { line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h1 { font-size: 1.875rem; }
h2 { font-size: 1.1875rem; margin-bottom: 0.75rem; }
h3 { font-size: 0.9375rem; margin: 1.25rem 0 0.25rem; }
p { margin: 0.25rem 0; }
.kicker { color: var(--soft); text-transform: uppercase; letter-spacing: 0.06em; font-size: 0.8125rem; font-weight: 600; }
.soft, .until, caption { color: var(--soft); }
.until { font-size: 0.75rem; margin-top: 0.75rem; break-before: avoid; }
.note { display: inline-block; background: var(--warn-soft); color: var(--warn); border-radius: 6px; padding: 0.25rem 0.6rem; margin-top: 0.5rem; }
section { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem; margin-bottom: 1rem; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1rem 1.25rem; margin: 0; }
.tiles div { border-left: 3px solid var(--line); padding-left: 0.75rem; }
.tiles .first { border-color: var(--one); }
.tiles dt { color: var(--soft); font-size: 0.8125rem; }
.tiles dd { margin: 0; }
.tiles .value { font-size: 1.5rem; font-weight: 650; line-height: 1.3; font-variant-numeric: tabular-nums; }
.tiles .more { color: var(--soft); font-size: 0.8125rem; }
figure { margin: 0; }
figcaption { color: var(--soft); font-size: 0.8125rem; margin-bottom: 0.25rem; }
.key { display: inline-block; margin-right: 1rem; }
.key svg { width: 0.7rem; height: 0.7rem; margin-right: 0.35rem; }
.chart { display: block; width: 100%; height: auto; }
.chart .grid path { stroke: var(--line); stroke-width: 1; }
.chart .ticks path, .chart .zero { stroke: var(--soft); stroke-width: 1; }
.chart .base { fill: none; stroke: none; }
.chart .labels text { fill: var(--soft); font-size: 11px; font-variant-numeric: tabular-nums; }
.chart .labels-left text { text-anchor: end; }
.chart .labels-below text { text-anchor: middle; }
.chart .area { fill: var(--one-soft); }
.chart .area-2 { fill: var(--two-soft); }
.chart .line { fill: none; stroke: var(--one); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.chart .line-2 { stroke: var(--two); }
.chart .gap { fill: var(--gap); }
.chart .peak path { stroke: var(--three); stroke-width: 1; stroke-dasharray: 3 3; }
.chart .peak circle { fill: var(--three); stroke: var(--surface); stroke-width: 2; }
.chart .peak text { fill: var(--ink); font-size: 12px; font-weight: 650; }
.arrivals { fill: var(--one); }
.departures { fill: var(--three); }
.gap { fill: var(--gap); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 0.875rem; }
figure + table { margin-top: 1rem; }
caption { text-align: left; font-size: 0.8125rem; padding-bottom: 0.25rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem 0.3rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; font-size: 0.8125rem; vertical-align: bottom; }
tbody th { font-weight: 500; overflow-wrap: anywhere; }
tr > :last-child { padding-right: 0; }
.number { text-align: right; }
td.number { white-space: nowrap; }
.wide tbody th { min-width: 8.5rem; }
.bar { display: block; width: 100%; min-width: 4rem; height: 0.6rem; margin-top: 0.4rem; }
.bar rect { fill: var(--one); }
.bar-cell { width: 34%; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; }
.columns > div { min-width: 0; }
.list { list-style: none; margin: 0; padding: 0; }
.list > li { padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
.list > li:last-child { border-bottom: 0; padding-bottom: 0; }
.quote { margin: 0.25rem 0 0.25rem; padding-left: 0.75rem; border-left: 3px solid var(--line); overflow-wrap: anywhere; white-space: pre-line; }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 99px; padding: 0 0.5rem; font-size: 0.75rem; color: var(--soft); }
footer { color: var(--soft); font-size: 0.8125rem; }
@media (max-width: 40rem) {
  .tiles { grid-template-columns: 1fr 1fr; }
  .columns { grid-template-columns: 1fr; }
  .wide { overflow-x: auto; }
}
@page { size: A4; margin: 15mm 13mm; }
@media print {
  :root { color-scheme: light; --page: #ffffff; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  section { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 4mm 0; margin: 0; }
  table, thead th { font-size: 8.5pt; }
  .until { font-size: 7.5pt; }
  .wide table, .wide thead th, .wide .tag { font-size: 7.5pt; }
  .wide th, .wide td { padding-right: 1.5mm; }
  h1 { font-size: 20pt; }
  h2, h3, figcaption, caption, thead { break-after: avoid; }
  figure, tr, li, .tiles { break-inside: avoid; }
  thead { display: table-header-group; }
  .tiles .value { font-size: 15pt; }
}
`;

/** The page's policy: nothing but these looks, from nowhere. */
export const STYLES_HASH = `'sha256-${createHash('sha256').update(STYLES).digest('base64')}'`;
