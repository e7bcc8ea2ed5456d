const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -15, PageDown: 15 };

/** The step of a curve that a key leads to from the one being read; null: none is read any more; undefined: the key is none of the curve's. */
export function nextIndex(key: string, index: number | null, last: number): number | null | undefined {
  if (key === 'Escape') return null;
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  const step = STEPS[key];
  return step === undefined ? undefined : Math.min(last, Math.max(0, (index ?? last) + step));
}
