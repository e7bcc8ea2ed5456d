import type { SliceRow } from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import { type AskedSlices, type SliceOf, slicesAsked } from '../attendee-in-span.ts';
import { mergeMinutes } from '../minute-ranges.ts';
import { isCountedIn, minutesTouched, watchedInMs } from '../slice-in-span.ts';
import { countryNumber } from './countries.ts';
import type { Person } from './person.ts';
import type { Slot, Slots } from './slots.ts';

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function tellVisit(person: Person, slices: readonly SliceOf[], slot: Slot, asked: AskedSlices): void {
  const [first] = slices[0] ?? [];
  if (first === undefined) return;
  const { session } = slot;
  const isCounted = slices.some(([slice]) => isCountedIn(slice, asked));
  const watchMs = slices.reduce((sum, [slice]) => sum + watchedInMs(slice, session, asked), 0);
  const { mode, start, country } = first;
  person.visit({
    ...{ slot, isLive: mode === 'live', isCounted, watchMs },
    ...{ start, country: countryNumber(country) },
  });
  const ranges = slices.flatMap(([slice]) => minutesTouched(slice, session, asked));
  for (const [first, last] of mergeMinutes(ranges)) person.range(first, last);
}

const MODES = ['live', 'onDemand'] as const;

/** Tells an attendee's slices as they lie in a span, event by event; visits in order of session and mode. */
export function tellSlices(
  slices: readonly SliceRow[],
  { asked, slots, person }: { readonly asked: AskedSlices; readonly slots: Slots; readonly person: Person },
  tell: (person: Person) => void,
): void {
  const touching = slicesAsked(slices, asked);
  const [first] = touching;
  if (first === undefined) return;
  for (const ofEvent of grouped(touching, ([, { event }]): ScopeKey => event).values()) {
    person.begin(first[0].attendeeKey);
    const bySession = grouped(ofEvent, ([, { key }]): ScopeKey => key);
    for (const key of [...bySession.keys()].sort((a, b) => a - b)) {
      const slot = slots.get(key);
      const own = bySession.get(key) ?? [];
      if (slot === undefined) continue;
      for (const mode of MODES) {
        const ofMode = own.filter(([slice]) => slice.mode === mode);
        tellVisit(person, ofMode, slot, asked);
      }
    }
    tell(person);
  }
}
