import { operationsTexts } from '../../texts/operations.ts';
import { CopyField } from './copy-field.tsx';

export interface ShownOnceProps {
  /** What it is, and that it does not come again. */
  readonly text: string;
  readonly label: string;
  readonly secret: string;
  readonly done: () => void;
}

/** A secret that is not to be had again, until the reader has put it away. */
export function ShownOnce({ text, label, secret, done }: ShownOnceProps) {
  return (
    <div class="notice op-made" role="status">
      <p>{text}</p>
      <CopyField key={secret} label={label} text={secret} />
      <button type="button" class="small-button" onClick={done}>
        {operationsTexts.copy.done}
      </button>
    </div>
  );
}
