import type { OrganizationStore } from '../../store/organization/organization-store.ts';
import { PERIODS } from '../../store/organization/organization-store.ts';
import { organizationTexts } from '../../texts/organization.ts';
import { FiguresTable } from '../history/figures-table.tsx';
import { usePage } from '../page-context.ts';
import { Choice } from './choice.tsx';

const own = organizationTexts.periods;

/** This day, week or month against the one before. */
export function PeriodsPanel({ store }: { store: OrganizationStore }) {
  const { formats } = usePage();
  const periods = store.periods.value;
  const period = store.period.value;
  const side = (title: string, { from, to, figures }: NonNullable<typeof periods>['current']) => {
    return { title, from: Date.parse(from), to: Date.parse(to), figures };
  };
  return (
    <section class="panel" aria-label={own.title}>
      <div class="curve-head">
        <h2 class="panel-title">{own.title}</h2>
        <Choice
          label={own.period}
          value={period}
          options={PERIODS.map((name) => ({ value: name, label: own.names[name] }))}
          change={(name) => void store.choosePeriod(name)}
        />
      </div>
      {periods && (
        <FiguresTable
          a={side(own.current[period], periods.current)}
          b={side(own.previous[period], periods.previous)}
          change={periods.change}
          times={formats.timesIn(periods.timezone)}
        />
      )}
      <p class="soft small">{own.hint}</p>
    </section>
  );
}
