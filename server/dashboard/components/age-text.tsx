import { texts } from '../texts.ts';
import { usePage } from './page-context.ts';

/** Of when figures are and how old that is; `at` in ms. */
export function AgeText({ at }: { at: number }) {
  const { page, formats } = usePage();
  const seconds = (page.now.value - at) / 1000;
  return <>{texts.stale.age(formats.times.second(at), formats.durations.span(seconds))}</>;
}
