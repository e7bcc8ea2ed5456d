import type { KnownRegistration, PastAnswer, PastQuestion, RegistrationName } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Kept } from '../live/effects.ts';

/** The registrations that a batch changes. */
export function registrationsIn(batch: readonly Kept[]): PastQuestion['registrations'] {
  return batch.flatMap((kept) => {
    const { tenant, place, keep } = kept;
    if (keep.type !== 'registration' || place === null) return [];
    return [{ tenant, scope: place.scope, kind: keep.kind, attendee: keep.attendee }];
  });
}

const keyOf = ({ scope, kind, attendee }: RegistrationName) => `${scope} ${kind} ${attendee}`;

/** The registrations that a batch changes, as they are in the file and after what the batch has done to them so far. */
export class MemoryOfRegistrations {
  readonly #registrations = new Map<string, KnownRegistration>();

  constructor({ registrations }: Pick<PastAnswer, 'registrations'>) {
    for (const registration of registrations) this.set(registration);
  }

  get(name: RegistrationName): KnownRegistration | undefined {
    return this.#registrations.get(keyOf(name));
  }

  set(registration: KnownRegistration): void {
    this.#registrations.set(keyOf(registration), registration);
  }

  /** What an attendee had is another one's. */
  rename(tenant: ScopeKey, attendee: string, to: string): void {
    for (const registration of [...this.#registrations.values()]) {
      if (registration.tenant !== tenant || registration.attendee !== attendee) continue;
      this.delete(registration);
      this.set({ ...registration, attendee: to });
    }
  }

  delete(name: RegistrationName): void {
    this.#registrations.delete(keyOf(name));
  }
}
