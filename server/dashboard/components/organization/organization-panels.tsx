import { useEffect, useMemo } from 'preact/hooks';
import '../../styles/history.css';
import '../../styles/organization.css';
import type { SummaryAnswer } from '../../rest/organization-answers.ts';
import { OrganizationStore } from '../../store/organization/organization-store.ts';
import type { Account } from '../../store/page.ts';
import type { ScopeDesk } from '../../store/scope-desk.ts';
import { organizationTexts } from '../../texts/organization.ts';
import { problemText } from '../../texts.ts';
import { Notice } from '../notice.tsx';
import { usePage } from '../page-context.ts';
import { StatTile } from '../stat-tile.tsx';
import { EventsOfToday, OtherEvents } from './event-lists.tsx';
import { PeriodsPanel } from './periods-panel.tsx';
import { UsageBars } from './usage-bars.tsx';

function Totals({ summary }: { summary: SummaryAnswer }) {
  const { numbers, durations, times } = usePage().formats;
  const own = organizationTexts.totals;
  const { peak, byMode, engagement } = summary;
  const actions = Object.values(engagement).reduce((sum, count) => sum + count, 0);
  return (
    <section aria-label={own.title}>
      <h2 class="section-title totals-title">{own.title}</h2>
      <dl class="tiles tiles-five">
        <StatTile label={own.attendees} value={numbers.count(summary.attendees)} />
        <StatTile
          label={own.peak}
          value={numbers.count(peak.value)}
          note={peak.at === null ? undefined : times.date(Date.parse(peak.at))}
        />
        <StatTile label={own.views} value={numbers.count(byMode.live.views + byMode.onDemand.views)} />
        <StatTile
          label={own.watchTime}
          value={durations.span(byMode.live.watchSeconds + byMode.onDemand.watchSeconds)}
        />
        <StatTile label={own.actions} value={numbers.count(actions)} />
      </dl>
    </section>
  );
}

export interface OrganizationPanelsProps {
  readonly account: Account;
  readonly desk: ScopeDesk;
}

/** The events of an organization, and what it all comes to. */
export function OrganizationPanels({ account, desk }: OrganizationPanelsProps) {
  const { page, formats } = usePage();
  const store = useMemo(() => {
    const startOfDay = (at: number) => desk.startOfDay(at);
    const ports = { rest: account.rest, clock: page.clock, random: Math.random, startOfDay };
    return new OrganizationStore(desk.parts.id, ports);
  }, [account, desk, page]);
  // The page's second is the store's, too.
  useEffect(() => page.now.subscribe(() => void store.tick()), [page, store]);
  const groups = store.groups.value;
  const summary = store.summary.value;
  const usage = store.usage.value;
  const problem = store.problem.value;
  const sumsProblem = store.sumsProblem.value;
  return (
    <>
      {problem && (
        <Notice kind="warn">
          {organizationTexts.events.problem} {problemText(problem.code)}
        </Notice>
      )}
      {groups && <EventsOfToday groups={groups} parent={desk.scope} live={account.live} />}
      {summary && <Totals summary={summary} />}
      {sumsProblem && (
        <Notice kind="warn">
          {organizationTexts.problem} {problemText(sumsProblem.code)}
        </Notice>
      )}
      {usage && <UsageBars usage={usage} />}
      {store.periods.value && <PeriodsPanel store={store} />}
      {groups && <OtherEvents groups={groups} parent={desk.scope} />}
      {store.isCut.value && (
        <p class="soft small">{organizationTexts.events.cut(formats.numbers.count(10_000))}</p>
      )}
    </>
  );
}
