/** A bar that is filled by a share of one; only for the eye, the figure stands beside it. */
export function Track({ share }: { share: number }) {
  const percent = Math.min(100, Math.max(0, 100 * share));
  return (
    <span class="track" aria-hidden="true">
      <span class="track-fill" style={{ inlineSize: `${percent}%` }} />
    </span>
  );
}
