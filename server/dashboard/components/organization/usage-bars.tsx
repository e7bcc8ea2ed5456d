import { useSignal } from '@preact/signals';
import type { UsageAnswer } from '../../rest/organization-answers.ts';
import { organizationTexts } from '../../texts/organization.ts';
import { usePage } from '../page-context.ts';
import { Choice } from './choice.tsx';

const own = organizationTexts.usage;
const METRICS = ['attendees', 'peak', 'watchSeconds'] as const;
type Metric = (typeof METRICS)[number];
type Item = UsageAnswer['items'][number];

function figureOf({ figures }: Item, metric: Metric): number | null {
  if (figures === null) return null;
  return metric === 'peak' ? figures.peak.value : figures[metric];
}

interface DayBarProps {
  readonly label: string;
  readonly value: string;
  /** Of the highest; null: not known. */
  readonly share: number | null;
}

function DayBar({ label, value, share }: DayBarProps) {
  const text = own.day(label, value);
  return (
    <li class={share === null ? 'day-bar is-unknown' : 'day-bar'} title={text}>
      <span class="unseen">{text}</span>
      <span class="day-fill" style={{ blockSize: `${100 * (share ?? 0)}%` }} />
    </li>
  );
}

/** A bar for each of the last days; a day of which nothing is known has none. */
export function UsageBars({ usage }: { usage: UsageAnswer }) {
  const { formats } = usePage();
  const metric = useSignal<Metric>('attendees');
  const times = formats.timesIn(usage.timezone);
  const values = usage.items.map((item) => figureOf(item, metric.value));
  const highest = Math.max(1, ...values.map((value) => value ?? 0));
  const write = (value: number | null) => {
    if (value === null) return own.unknown;
    return metric.value === 'watchSeconds' ? formats.durations.span(value) : formats.numbers.count(value);
  };
  const day = (item: Item | undefined) => (item ? times.day(Date.parse(item.start)) : '');
  return (
    <section class="panel" aria-label={own.title}>
      <div class="curve-head">
        <h2 class="panel-title">{own.title}</h2>
        <Choice
          label={own.metric}
          value={metric.value}
          options={METRICS.map((name) => ({ value: name, label: own.metrics[name] }))}
          change={(value) => {
            metric.value = value;
          }}
        />
      </div>
      <p class="day-top soft">{write(highest)}</p>
      <ol class="day-bars">
        {usage.items.map((item, index) => {
          const value = values[index] ?? null;
          const share = value === null ? null : value / highest;
          return <DayBar key={item.start} label={day(item)} value={write(value)} share={share} />;
        })}
      </ol>
      <p class="day-axis soft">
        <span>{day(usage.items[0])}</span>
        <span>{own.zone(usage.timezone)}</span>
        <span>{day(usage.items.at(-1))}</span>
      </p>
    </section>
  );
}
