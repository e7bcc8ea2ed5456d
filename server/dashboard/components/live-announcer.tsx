import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { type Announcement, Announcer } from '../store/announcer.ts';
import type { Freshness } from '../store/freshness.ts';
import { texts } from '../texts.ts';
import { usePage } from './page-context.ts';

export interface LiveAnnouncerProps {
  readonly concurrent: number | null;
  readonly freshness: Freshness;
  readonly title: string;
}

/** Speaks the figure to screen readers, at most twice a minute. */
export function LiveAnnouncer({ concurrent, freshness, title }: LiveAnnouncerProps) {
  const { page, formats } = usePage();
  const announcer = useMemo(() => new Announcer(), []);
  const spoken = useSignal('');
  const now = page.now.value;

  function sentence({ kind }: Announcement): string {
    const count = formats.numbers.count(concurrent ?? 0);
    if (kind === 'stale') return texts.figure.announceStale;
    return kind === 'back' ? texts.figure.announceBack(count) : texts.figure.announce(count, title);
  }

  useEffect(() => {
    const announcement = announcer.next(now, { concurrent, freshness: freshness.kind });
    if (announcement) spoken.value = sentence(announcement);
  });

  return (
    <p class="unseen" role="status" aria-live="polite" data-testid="announcement">
      {spoken.value}
    </p>
  );
}
