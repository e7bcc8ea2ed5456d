/** The value of a metric in Prometheus' text, 0 when it is not there; `labels` as in `code="silent"`. */
export function metricOf(text: string, name: string, labels = ''): number {
  const start = labels === '' ? `${name} ` : `${name}{${labels}} `;
  const line = text.split('\n').find((candidate) => candidate.startsWith(start));
  return line === undefined ? 0 : Number(line.slice(start.length));
}
