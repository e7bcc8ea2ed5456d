import { texts } from '../texts.ts';
import { usePage } from './page-context.ts';

export interface PagerProps {
  readonly label: string;
  /** Index of the first that is shown. */
  readonly first: number;
  readonly all: number;
  readonly size: number;
  readonly turn: (first: number) => void;
}

/** Turns the pages of a list; nothing where there is only one. */
export function Pager({ label, first, all, size, turn }: PagerProps) {
  const { numbers } = usePage().formats;
  const last = Math.min(first + size, all);
  if (all <= size) return null;
  return (
    <nav class="pager" aria-label={label}>
      <button type="button" disabled={first === 0} onClick={() => turn(first - size)}>
        {texts.sessions.previous}
      </button>
      <span>{texts.sessions.page(numbers.count(first + 1), numbers.count(last), numbers.count(all))}</span>
      <button type="button" disabled={last === all} onClick={() => turn(first + size)}>
        {texts.sessions.next}
      </button>
    </nav>
  );
}
