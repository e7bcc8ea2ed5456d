import type { Freshness } from '../store/freshness.ts';
import { texts } from '../texts.ts';
import { AgeText } from './age-text.tsx';

/**
 * Says over everything, wherever the reader has scrolled to, that the figures are old. It lies above the page, so that
 * nothing jumps when it comes and goes. Screen readers hear it from the announcer, without the age that ticks.
 */
export function StaleToast({ freshness }: { freshness: Freshness }) {
  if (freshness.kind !== 'stale') return null;
  return (
    <div class="toast notice notice-warn" data-testid="stale">
      <span>{texts.stale[freshness.reason]}</span>
      <strong>
        <AgeText at={freshness.at} />
      </strong>
    </div>
  );
}
