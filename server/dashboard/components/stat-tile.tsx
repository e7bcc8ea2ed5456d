import type { ComponentChildren } from 'preact';

export interface StatTileProps {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly note?: string | undefined;
  readonly noteHint?: string | undefined;
}

/** One figure with its name. */
export function StatTile({ label, value, note, noteHint }: StatTileProps) {
  return (
    <div class="tile">
      <dt class="tile-label">{label}</dt>
      <dd class="tile-value">
        {value}
        {note !== undefined && (
          <span class="tile-note" title={noteHint}>
            {note}
          </span>
        )}
      </dd>
    </div>
  );
}
