import type { Theme } from '../store/theme.ts';

const SHAPES = {
  auto: 'M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 2v12a6 6 0 0 0 0-12Z',
  light:
    'M10 6a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM9 1h2v3H9zM9 16h2v3H9zM1 9h3v2H1zM16 9h3v2h-3zM2.9 4.3l1.4-1.4 2.1 2.1L5 6.4zM13.6 15l1.4-1.4 2.1 2.1-1.4 1.4zM2.9 15.7 5 13.6 6.4 15l-2.1 2.1zM13.6 5l2.1-2.1 1.4 1.4L15 6.4z',
  dark: 'M8 2a8 8 0 1 0 10 10A7 7 0 0 1 8 2Z',
};

/** A disc half filled for the system's choice, a sun, a moon. */
export function ThemeIcon({ theme }: { theme: Theme }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="18" height="18" fill-rule="evenodd" aria-hidden="true">
      <path d={SHAPES[theme]} />
    </svg>
  );
}
