/** Three bars that grow: a count going up. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <rect x="3" y="13" width="4.5" height="8" rx="1.5" />
      <rect x="9.75" y="8" width="4.5" height="13" rx="1.5" />
      <rect x="16.5" y="3" width="4.5" height="18" rx="1.5" />
    </svg>
  );
}
