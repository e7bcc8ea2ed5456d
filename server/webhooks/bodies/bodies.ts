import type { History } from '../../../storage/types.ts';
import type { Live } from '../../live/live.ts';
import type { Compose } from './body.ts';
import { standardBodies } from './standard.ts';

export interface BodiesParts {
  readonly live: Pick<Live, 'registry'>;
  readonly history: History;
}

/** Bodies in the form that each endpoint wants. */
export function bodiesOf({ live, history }: BodiesParts): Compose {
  const standard = standardBodies({ registry: live.registry, history });
  return (told) => standard(told);
}
