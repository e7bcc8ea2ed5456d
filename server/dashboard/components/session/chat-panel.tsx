import { useSignal } from '@preact/signals';
import { useCallback, useLayoutEffect, useRef } from 'preact/hooks';
import { type ChatLine, MAX_LINES } from '../../store/session/chat-lines.ts';
import type { ChatStore } from '../../store/session/chat-store.ts';
import { sessionTexts } from '../../texts/session.ts';
import { usePage } from '../page-context.ts';
import { ChatRow } from './chat-row.tsx';
import { KickDialog } from './kick-dialog.tsx';
import { Panel } from './panel.tsx';
import { useAct } from './use-act.ts';

const { chat: texts } = sessionTexts;

/** Pixels from the end within which a reader counts as being there. */
const NEAR = 40;

interface LinesProps {
  readonly lines: readonly ChatLine[];
  readonly remove: (id: string) => void;
  readonly kick: (attendee: string) => void;
}

/** Stays at the newest message, unless the reader has scrolled back: then it tells how many have come since. */
function Lines({ lines, remove, kick }: LinesProps) {
  const { formats } = usePage();
  const box = useRef<HTMLDivElement>(null);
  /** The newest line when the reader scrolled away from it; null while they are at the end. */
  const leftAt = useSignal<string | null>(null);
  const newest = lines.at(-1)?.id ?? null;
  const toEnd = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  };

  useLayoutEffect(() => {
    if (leftAt.value === null) toEnd();
  }, [lines]);

  function onScroll(): void {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = box.current ?? {};
    const isAtEnd = scrollHeight - scrollTop - clientHeight <= NEAR;
    if (isAtEnd) leftAt.value = null;
    else if (leftAt.value === null) leftAt.value = newest;
  }

  const removeOne = useCallback(
    (id: string) => {
      remove(id);
      // The button is about to go, and the focus would go with it.
      box.current?.focus({ preventScroll: true });
    },
    [remove],
  );

  const seen = lines.findIndex(({ id }) => id === leftAt.value);
  const unseen = leftAt.value === null ? 0 : lines.length - 1 - seen;
  return (
    <div class="chat">
      {/* Not spoken as it comes: a busy chat would speak without end. */}
      <div
        class="chat-box"
        role="log"
        aria-live="off"
        aria-label={texts.label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        tabIndex={0}
        ref={box}
        onScroll={onScroll}
      >
        <ol>
          {lines.map((line) => (
            <ChatRow key={line.id} line={line} times={formats.times} remove={removeOne} kick={kick} />
          ))}
        </ol>
      </div>
      {leftAt.value !== null && (
        <button type="button" class="chat-newest small-button" onClick={toEnd}>
          {unseen > 0 ? texts.more(formats.numbers.count(unseen)) : texts.newest}
        </button>
      )}
    </div>
  );
}

export interface ChatPanelProps {
  readonly store: ChatStore;
  readonly kick: (attendee: string, minutes: number) => Promise<void>;
}

/** What people write, with the means to take it away again. */
export function ChatPanel({ store, kick }: ChatPanelProps) {
  const { numbers } = usePage().formats;
  const act = useAct();
  const remove = useCallback((id: string) => void act.run(() => store.delete(id)), [store]);
  const kicked = useSignal<string | null>(null);
  const askToKick = useCallback((attendee: string) => {
    kicked.value = attendee;
  }, []);
  const lines = store.lines.value;
  const bounded = lines !== null && lines.length >= MAX_LINES;
  return (
    <Panel
      title={texts.title}
      tools={bounded && <span class="soft small">{texts.bounded(numbers.count(MAX_LINES))}</span>}
      problem={store.problem.value}
      failed={act.problem.value}
    >
      {lines !== null && lines.length > 0 ? (
        <Lines lines={lines} remove={remove} kick={askToKick} />
      ) : (
        <p class="quiet">{texts.empty}</p>
      )}
      <KickDialog kicked={kicked} kick={(attendee, minutes) => void act.run(() => kick(attendee, minutes))} />
    </Panel>
  );
}
