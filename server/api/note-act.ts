import type { Claims } from '../gateway/claims.ts';
import type { KeepAudit } from '../live/keeping.ts';
import type { Live } from '../live/live.ts';
import type { Pipeline } from '../pipeline.ts';
import { actorOf } from './auth.ts';

interface NoteParts {
  readonly live: Pick<Live, 'storedId'>;
  readonly pipeline: Pick<Pipeline, 'state' | 'submit'>;
}

type Act = Omit<KeepAudit, 'type'>;

const OF_PERSON = /^\/v1\/attendees\/([^/]+)\/(.+)$/;

/** What is a person's has the person as its target, so that it is found when the person is erased or purged. */
function aboutPerson(live: NoteParts['live'], org: string, act: Act): Act {
  const [, id, list] = OF_PERSON.exec(act.target) ?? [];
  if (id === undefined) return act;
  const attendee = live.storedId(org, decodeURIComponent(id));
  return { ...act, target: `attendee:${attendee}`, details: { ...act.details, list } };
}

/**
 * Has it known afterwards that somebody has taken something out. What only reads goes on while the log is away, so it does not
 * wait for it: the note goes into the log as soon as that is back.
 */
export function noteAct({ live, pipeline }: NoteParts, claims: Claims, act: Act): void {
  if (pipeline.state === 'closed') return;
  const keep = { type: 'audit', ...aboutPerson(live, claims.org, act) } as const;
  pipeline.submit({ kind: 'keep', actor: actorOf(claims), keep });
}
