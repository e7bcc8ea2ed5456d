import { useEffect, useState } from 'preact/hooks';
import '../../styles/session.css';
import type { Mode } from '../../../protocol/client-messages.ts';
import { isFilled } from '../../chart/curve-columns.ts';
import type { DayCurve } from '../../store/day-curve.ts';
import type { Account } from '../../store/page.ts';
import type { ScopeDesk } from '../../store/scope-desk.ts';
import { SessionDesk } from '../../store/session/session-desk.ts';
import { MinuteCurve } from '../minute-curve.tsx';
import { usePage } from '../page-context.ts';
import { ChatPanel } from './chat-panel.tsx';
import { PeoplePanel } from './people-panel.tsx';
import { PollsPanel } from './polls-panel.tsx';
import { QuestionsPanel } from './questions-panel.tsx';
import { SecondCurve } from './second-curve.tsx';
import { StateBar } from './state-bar.tsx';

export interface SessionPanelsProps {
  readonly account: Account;
  readonly desk: ScopeDesk;
}

/** Often enough for a chat to look alive, seldom enough for a busy one to leave the page time for the rest. */
const LATER_MS = 200;

/** Null where there was ever only one today. */
function modesOf({ minutes }: SessionDesk): Record<Mode, DayCurve> | null {
  const live = minutes.live.curve.value;
  const onDemand = minutes.onDemand.curve.value;
  return live && onDemand && isFilled(live) && isFilled(onDemand) ? { live, onDemand } : null;
}

/** A moderator's desk of one session, with its curves. */
export function SessionPanels({ account, desk }: SessionPanelsProps) {
  const { page } = usePage();
  const [session, setSession] = useState<SessionDesk | null>(null);
  useEffect(() => {
    const later = (run: () => void) => {
      setTimeout(run, LATER_MS);
    };
    const opened = new SessionDesk({ page, account, desk, random: Math.random, later });
    setSession(opened);
    return () => opened.close();
  }, [page, account, desk]);
  if (!session) return <MinuteCurve desk={desk} />;
  return (
    <>
      <StateBar store={session.state} />
      <div class="curve-pair">
        <SecondCurve session={session} />
        <MinuteCurve desk={desk} modes={modesOf(session)} />
      </div>
      <div class="talk-panels">
        <ChatPanel
          store={session.chat}
          kick={(attendee, minutes) => session.people.kick(attendee, minutes)}
        />
        <div class="panel-stack">
          <PollsPanel store={session.polls} />
          <QuestionsPanel store={session.questions} />
        </div>
      </div>
      <PeoplePanel store={session.people} />
    </>
  );
}
