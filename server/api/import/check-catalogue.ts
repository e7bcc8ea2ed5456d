import type { ImportSpool, NamedSession } from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { Actor } from '../../live/changes.ts';
import type { CatalogueLine } from '../../live/import-lines.ts';
import type { Live } from '../../live/live.ts';
import { ERRORS, type ErrorCode } from '../../protocol/error-codes.ts';
import type { ImportErrors } from './import-errors.ts';

/** Keys of the sessions that are there already, by id. */
export type KnownSessions = ReadonlyMap<string, ScopeKey>;

interface Options {
  readonly live: Live;
  readonly actor: Actor;
  readonly spool: ImportSpool;
  readonly errors: ImportErrors;
}

/** A named session as it is with the catalogue lines of the import. */
interface Sight extends NamedSession {
  /** Undefined when it cannot be reached. */
  readonly key: ScopeKey | undefined;
  readonly isNetworking: boolean;
}

/** Checks the catalogue lines, and that every session which past lines name is there, or made before them. */
export async function checkCatalogue({ live, actor, spool, errors }: Options): Promise<KnownSessions> {
  const lines = await spool.catalogue();
  const named = await spool.sessions();
  const lastKey = live.registry.lastKey;
  const sights = live.tryCatalogue(actor, lines, (outcomes) => {
    for (const [index, line] of lines.entries()) {
      const code = outcomes[index] ?? null;
      if (code !== null) errors.add(line.line, [{ path: pathOf(line, code), message: ERRORS[code].message }]);
    }
    return named.map((session) => sightOf(live, actor, session));
  });
  const known = new Map<string, ScopeKey>();
  const madeAt = new Map(
    lines.flatMap(({ kind, id, line }) => (kind === 'session' ? [[id, line] as const] : [])),
  );
  for (const { session, key, onDemand, isNetworking } of sights) {
    const isNew = key !== undefined && key > lastKey;
    if (key === undefined)
      errors.addTo(await spool.linesAbout({ session }), 'session', ERRORS.session_not_found.message);
    else if (isNew) {
      const before = madeAt.get(session) ?? 0;
      const tooEarly = await spool.linesAbout({ session, before });
      errors.addTo(tooEarly, 'session', `is made only by line ${before}`);
    } else known.set(session, key);
    if (onDemand && isNetworking) {
      const lines = await spool.linesAbout({ session, onDemand: true });
      errors.addTo(lines, 'mode', 'of a networking session is always live');
    }
  }
  return known;
}

function sightOf(live: Live, actor: Actor, named: NamedSession): Sight {
  const { registry } = live;
  const own = registry.organization(actor.org);
  const session = own && registry.session(own, named.session);
  const isReached = session !== undefined && registry.reaches(actor, session.event);
  return {
    ...named,
    key: isReached ? session.row.key : undefined,
    isNetworking: isReached && session.row.details.kind === 'networking',
  };
}

/** The field that a refusal is about. */
function pathOf(line: CatalogueLine, code: ErrorCode): string {
  const parent = line.kind === 'event' ? 'organization' : 'event';
  switch (code) {
    case 'not_found':
      return parent;
    case 'immutable_field':
      return line.kind === 'session' && line.event === undefined ? 'kind' : parent;
    default:
      return 'id';
  }
}
