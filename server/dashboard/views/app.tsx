import { useEffect, useRef } from 'preact/hooks';
import { lazily } from '../components/lazily.tsx';
import { PageContext, type PageTools } from '../components/page-context.ts';
import type { View } from '../store/page.ts';
import { ChooseScopeView } from './choose-scope-view.tsx';
import { DeskView } from './desk-view.tsx';
import { SignInView } from './sign-in-view.tsx';

const HistoryView = lazily(() => import('./history-view.tsx').then((module) => module.HistoryView));
const ReplayView = lazily(() => import('./replay-view.tsx').then((module) => module.ReplayView));
const OperationsView = lazily(() => import('./operations-view.tsx').then((module) => module.OperationsView));
const WallView = lazily(() => import('./wall-view.tsx').then((module) => module.WallView));

const AlertsView = lazily(() => import('./alerts-view.tsx').then((module) => module.AlertsView));
const AlertBanner = lazily(() =>
  import('../components/alerts/alert-banner.tsx').then((module) => module.AlertBanner),
);

const SCOPE_VIEWS = { history: HistoryView, alerts: AlertsView, replay: ReplayView };

function Shown({ view }: { view: View }) {
  switch (view.kind) {
    case 'signIn':
      return <SignInView key={view.problem} problem={view.problem} scope={view.scope} />;
    case 'chooseScope':
      return <ChooseScopeView account={view.account} />;
    case 'operations':
      return <OperationsView account={view.account} />;
    case 'desk':
      return <DeskView key={view.desk.scope} account={view.account} desk={view.desk} />;
    case 'wall':
      return <WallView key={view.desk.scope} account={view.account} desk={view.desk} />;
    case 'scopeView': {
      const Component = SCOPE_VIEWS[view.place.view];
      return (
        <Component key={`${view.place.view} ${view.place.scope}`} account={view.account} place={view.place} />
      );
    }
    default:
      return view satisfies never;
  }
}

/** Over every view, once there is something to warn of. */
function Alerts({ view }: { view: View }) {
  if (view.kind === 'signIn' || view.account.live.alerts.shown.value.length === 0) return null;
  return <AlertBanner account={view.account} />;
}

/** After the first one, each view begins at its heading: for the eye and for who reads by ear. */
function useViewStart(view: View): void {
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      scrollTo(0, 0);
      document.querySelector('h1')?.focus({ preventScroll: true });
    }
    first.current = false;
  }, [view]);
}

export function App(tools: PageTools) {
  useViewStart(tools.page.view.value);
  return (
    <PageContext.Provider value={tools}>
      <Alerts view={tools.page.view.value} />
      <Shown view={tools.page.view.value} />
    </PageContext.Provider>
  );
}
