import type { Clock } from '../store/zone-choice.ts';
import { texts } from '../texts.ts';
import { usePage } from './page-context.ts';
import { SelectField } from './select-field.tsx';

export interface ZoneFieldProps {
  /** Zone of what is shown. */
  readonly own: string;
  readonly reader: string;
  readonly clock: Clock;
  readonly change: (clock: Clock) => void;
}

/** In whose time zone times are read. */
export function ZoneField({ own, reader, clock, change }: ZoneFieldProps) {
  return (
    <SelectField
      label={texts.zone.label}
      value={clock}
      options={[
        { value: 'scope', label: texts.zone.scope(own) },
        { value: 'reader', label: texts.zone.reader(reader) },
      ]}
      change={(value) => change(value === 'reader' ? 'reader' : 'scope')}
    />
  );
}

/** The zone of the times around it, with a choice where there are two. */
export function ZoneLine() {
  const { formats, zone } = usePage();
  const own = zone?.own.value;
  if (!zone || !own || own === zone.reader)
    return <span class="soft">{texts.zone.times(formats.times.zone)}</span>;
  return (
    <ZoneField
      own={own}
      reader={zone.reader}
      clock={zone.clock.value}
      change={(clock) => zone.choose(clock)}
    />
  );
}
