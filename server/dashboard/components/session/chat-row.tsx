import { Component } from 'preact';
import type { ChatLine } from '../../store/session/chat-lines.ts';
import { sessionTexts } from '../../texts/session.ts';

export interface ChatRowProps {
  readonly line: ChatLine;
  /** Its time, as the reader writes it. */
  readonly time: string;
  readonly remove: (id: string) => void;
}

/** One message. Hundreds of them are drawn, so each is drawn anew only when it is another. */
export class ChatRow extends Component<ChatRowProps> {
  override shouldComponentUpdate(next: ChatRowProps): boolean {
    return next.line !== this.props.line;
  }

  override render({ line, time, remove }: ChatRowProps) {
    const { id, at, attendee, text } = line;
    const name = line.name || attendee;
    return (
      <li class="chat-line">
        <p class="chat-head">
          <strong class="chat-name" title={attendee}>
            {name}
          </strong>{' '}
          <time class="soft" dateTime={new Date(at).toISOString()}>
            {time}
          </time>
        </p>
        {text === null ? (
          <p class="chat-text soft">{sessionTexts.chat.deleted}</p>
        ) : (
          <>
            <p class="chat-text">{text}</p>
            <button
              type="button"
              class="chat-delete"
              aria-label={sessionTexts.chat.deleteOf(name)}
              onClick={() => remove(id)}
            >
              {sessionTexts.chat.delete}
            </button>
          </>
        )}
      </li>
    );
  }
}
