import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Account } from '../store/page.ts';
import { texts } from '../texts.ts';
import { MinuteCurve } from './minute-curve.tsx';
import { Notice } from './notice.tsx';
import type { SessionPanelsProps } from './session/session-panels.tsx';

/** What lets a moderator do something; others are not shown the doors to it. */
export function mayModerate({ claims }: Account): boolean {
  return claims !== null && ['moderator', 'operator', 'admin'].includes(claims.role ?? '');
}

/** The curve of a session, and its panels once they are loaded: the first figures do not wait for them. */
export function LazySessionPanels(props: SessionPanelsProps) {
  const [Panels, setPanels] = useState<ComponentType<SessionPanelsProps> | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    import('./session/session-panels.tsx').then(
      ({ SessionPanels }) => setPanels(() => SessionPanels),
      () => setFailed(true),
    );
  }, []);
  if (Panels) return <Panels {...props} />;
  return (
    <>
      {failed && <Notice kind="warn">{texts.problems.part}</Notice>}
      <MinuteCurve desk={props.desk} />
    </>
  );
}
