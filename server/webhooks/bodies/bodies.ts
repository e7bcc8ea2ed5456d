import type { History } from '../../../storage/types.ts';
import type { Live } from '../../live/live.ts';
import type { Compose } from './body.ts';
import { sequelBodies } from './sequel.ts';
import { standardBodies } from './standard.ts';

export interface BodiesParts {
  readonly live: Pick<Live, 'registry'>;
  readonly history: History;
  /** Log time up to which the file has everything, ms. */
  readonly dataThrough: () => number;
}

/** Bodies in the form that each endpoint wants. */
export function bodiesOf({ live, history, dataThrough }: BodiesParts): Compose {
  const { registry } = live;
  const standard = standardBodies({ registry, history });
  const sequel = sequelBodies({ registry, history, dataThrough });
  return (told) => (told.endpoint.details.flavour.kind === 'sequel' ? sequel(told) : standard(told));
}
