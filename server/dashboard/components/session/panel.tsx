import type { ComponentChildren } from 'preact';
import type { RestError } from '../../rest/rest-client.ts';
import { sessionTexts } from '../../texts/session.ts';
import { problemText } from '../../texts.ts';
import { Notice } from '../notice.tsx';

export interface PanelProps {
  readonly title: string;
  /** Beside the title. */
  readonly tools?: ComponentChildren;
  /** Why its list is not there or old. */
  readonly problem: RestError | null;
  /** Why the last thing that the reader did there failed. */
  readonly failed: string | null;
  readonly children: ComponentChildren;
}

/** A part of the desk with a title, and its troubles. */
export function Panel({ title, tools, problem, failed, children }: PanelProps) {
  // What does not exist yet is no trouble: a session is made by its first join.
  const isTrouble = problem !== null && problem.status !== 404;
  return (
    <section class="panel talk" aria-label={title}>
      <div class="talk-head">
        <h2 class="panel-title">{title}</h2>
        {tools}
      </div>
      {isTrouble && (
        <Notice kind="warn">
          {sessionTexts.problems.list} {problemText(problem.code)}
        </Notice>
      )}
      {failed !== null && (
        <Notice kind="bad">
          {sessionTexts.problems.action} {failed}
        </Notice>
      )}
      {children}
    </section>
  );
}
