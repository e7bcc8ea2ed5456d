import type { ImportSpool } from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { Actor } from '../../live/changes.ts';
import type { CatalogueLine, ImportedPlace } from '../../live/import-lines.ts';
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

/** A named session or event as it is with the catalogue lines of the import. */
interface Sight extends ImportedPlace {
  /** Undefined when it cannot be reached. */
  readonly key: ScopeKey | undefined;
  readonly isNetworking: boolean;
}

/** Checks the catalogue lines, and that every session and event which past lines name is there, or made before them. */
export async function checkCatalogue(options: Options): Promise<KnownSessions> {
  const { live, actor, spool, errors } = options;
  const lines = await spool.catalogue();
  const places = await spool.places();
  const { lastKey } = live.registry;
  const sights = live.tryCatalogue(actor, lines, (outcomes) => {
    for (const [index, line] of lines.entries()) {
      const code = outcomes[index] ?? null;
      if (code !== null) errors.add(line.line, [{ path: pathOf(line, code), message: ERRORS[code].message }]);
    }
    return places.map((place) => sightOf(live, actor, place));
  });
  const madeAt = new Map(lines.map(({ kind, id, line }) => [`${kind} ${id}`, line]));
  const known = new Map<string, ScopeKey>();
  for (const sight of sights) {
    const { kind, id, key } = sight;
    const isNew = key !== undefined && key > lastKey;
    if (kind === 'session' && key !== undefined && !isNew) known.set(id, key);
    await checkSight(options, sight, isNew ? (madeAt.get(`${kind} ${id}`) ?? 0) : 0);
  }
  return known;
}

/** `madeAt`: the line that makes it; 0 when it is there already. */
async function checkSight({ spool, errors }: Options, sight: Sight, madeAt: number): Promise<void> {
  const { kind, key, onDemand, isNetworking } = sight;
  if (key === undefined) errors.addTo(await spool.linesAbout(sight), kind, ERRORS.not_found.message);
  else if (madeAt > 0) {
    const tooEarly = await spool.linesAbout(sight, { before: madeAt });
    errors.addTo(tooEarly, kind, `is made only by line ${madeAt}`);
  }
  if (onDemand && isNetworking) {
    const wrong = await spool.linesAbout(sight, { onDemand: true });
    errors.addTo(wrong, 'mode', 'of a networking session is always live');
  }
}

function sightOf(live: Live, actor: Actor, place: ImportedPlace): Sight {
  const { registry } = live;
  const own = registry.organization(actor.org);
  const session = own && place.kind === 'session' ? registry.session(own, place.id) : undefined;
  const event = own && place.kind === 'event' ? registry.event(own, place.id) : session?.event;
  const isReached = event !== undefined && registry.reaches(actor, event);
  return {
    ...place,
    key: isReached ? (session ?? event).row.key : undefined,
    isNetworking: isReached && session?.row.details.kind === 'networking',
  };
}

const PARENTS = { organization: 'parentId', event: 'organization', session: 'event' } as const;

/** The field that a refusal is about. */
function pathOf(line: CatalogueLine, code: ErrorCode): string {
  const parent = PARENTS[line.kind];
  switch (code) {
    case 'not_found':
      return parent;
    case 'immutable_field':
      return line.kind === 'session' && line.event === undefined ? 'kind' : parent;
    default:
      return 'id';
  }
}
