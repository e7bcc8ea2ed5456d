import type { ComponentChildren } from 'preact';
import type { Counters } from '../../protocol/server-messages.ts';
import { texts } from '../texts.ts';
import { BarList } from './bar-list.tsx';
import { usePage } from './page-context.ts';
import { SplitBar } from './split-bar.tsx';

function Panel({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="panel" aria-label={title}>
      <h2 class="panel-title">{title}</h2>
      {children}
    </section>
  );
}

/** What is not one thing of its own goes last, however large it is. */
const LAST = ['other', 'unknown'];

function ranked(figures: Readonly<Record<string, number>>): [key: string, value: number][] {
  return Object.entries(figures)
    .filter(([, value]) => value > 0)
    .sort(([a, x], [b, y]) => LAST.indexOf(a) - LAST.indexOf(b) || y - x || (a < b ? -1 : 1));
}

export interface BrokenDown extends Pick<Counters, 'byMode' | 'byCountry' | 'engagement'> {
  /** Null: it is not known of the past. */
  readonly visibility: Counters['visibility'] | null;
}

export interface BreakdownsProps {
  readonly counters: BrokenDown;
  /** What is said where there is nobody and nothing. */
  readonly words?: { readonly nobody: string; readonly noEngagement: string };
}

/** Who the attendees are and what they do. */
export function Breakdowns({ counters, words = texts.breakdown }: BreakdownsProps) {
  const { names } = usePage().formats;
  const { byMode, byCountry, visibility, engagement } = counters;
  const countries = ranked(byCountry).map(([key, value]) => ({ key, label: names.country(key), value }));
  const actions = ranked(engagement).map(([key, value]) => ({ key, label: names.action(key), value }));
  return (
    <div class="panels">
      <div class="panel-stack">
        <Panel title={texts.breakdown.mode}>
          <SplitBar
            empty={words.nobody}
            parts={[
              { label: texts.mode.live, value: byMode.live, color: 1 },
              { label: texts.mode.onDemand, value: byMode.onDemand, color: 3 },
            ]}
          />
        </Panel>
        {visibility && (
          <Panel title={texts.breakdown.visibility}>
            <SplitBar
              empty={words.nobody}
              parts={[
                { label: texts.visibility.active, value: visibility.active, color: 1 },
                { label: texts.visibility.idle, value: visibility.idle, color: 3 },
                { label: texts.visibility.hidden, value: visibility.hidden, color: 'quiet' },
              ]}
            />
          </Panel>
        )}
      </div>
      <Panel title={texts.breakdown.country}>
        <BarList bars={countries} empty={words.nobody} shares />
      </Panel>
      <Panel title={texts.breakdown.engagement}>
        <BarList bars={actions} empty={words.noEngagement} shares={false} />
      </Panel>
    </div>
  );
}
