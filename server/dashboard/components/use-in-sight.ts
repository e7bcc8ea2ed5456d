import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** A screen before it is seen, so that it is ready by then. */
const MARGIN = '100%';

/** What is only scrolled past does not count. */
const STAYS_MS = 100;

/** Whether an element is on the part of the page that is shown, or close to it. */
export function useInSight(element: RefObject<Element | null>): ReadonlySignal<boolean> {
  const inSight = useSignal(false);
  useEffect(() => {
    if (!element.current) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        const isIn = entries.at(-1)?.isIntersecting ?? false;
        clearTimeout(timer);
        if (isIn)
          timer = setTimeout(() => {
            inSight.value = true;
          }, STAYS_MS);
        else inSight.value = false;
      },
      { rootMargin: MARGIN },
    );
    observer.observe(element.current);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
    };
  }, [element, inSight]);
  return inSight;
}
