const DAY_MS = 86_400_000;

/** One each: they are dear to make. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  clocks.set(zone, clock);
  return clock;
}

/** How far a zone is ahead of UTC at an instant, ms. */
function offsetAt(zone: string, at: number): number {
  const parts = clockOf(zone).formatToParts(at);
  const part = (type: string) => Number(parts.find((found) => found.type === type)?.value);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - Math.floor(at / 1000) * 1000;
}

/** `yyyy-mm-ddThh:mm` in a zone, as a field for date and time takes it; `at` in ms. */
export function localText(zone: string, at: number): string {
  return new Date(at + offsetAt(zone, at)).toISOString().slice(0, 16);
}

/** The instant (ms) of such a text; what the clocks skip is an hour later. Null when it is none. */
export function instantOf(zone: string, text: string): number | null {
  const local = Date.parse(`${text}Z`);
  if (text === '' || Number.isNaN(local)) return null;
  const guess = local - offsetAt(zone, local);
  // Near a change of the clocks the offset at the guess is another.
  return local - offsetAt(zone, guess);
}

/** `yyyy-mm-dd` in a zone. */
export function localDay(zone: string, at: number): string {
  return localText(zone, at).slice(0, 10);
}

/** Start of the day in a zone, so many days after the one that `at` lies in; days have 23 to 25 hours. */
export function startOfDayIn(zone: string, at: number, days = 0): number {
  const noon = Date.parse(`${localDay(zone, at)}T12:00Z`) + days * DAY_MS;
  return instantOf(zone, `${new Date(noon).toISOString().slice(0, 10)}T00:00`) ?? at;
}
