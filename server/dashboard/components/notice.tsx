import type { ComponentChildren } from 'preact';

export interface NoticeProps {
  readonly kind: 'bad' | 'warn' | 'info';
  readonly children: ComponentChildren;
}

/** A sentence that must not be missed. */
export function Notice({ kind, children }: NoticeProps) {
  return (
    <div class={`notice notice-${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
