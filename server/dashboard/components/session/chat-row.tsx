import { Component } from 'preact';
import type { Times } from '../../format/times.ts';
import type { ChatLine } from '../../store/session/chat-lines.ts';
import { sessionTexts } from '../../texts/session.ts';

export interface ChatRowProps {
  readonly line: ChatLine;
  readonly times: Times;
  readonly remove: (id: string) => void;
  /** Puts the author out. */
  readonly kick: (attendee: string) => void;
}

/** One message. Hundreds of them are drawn, so each is drawn anew only when it is another. */
export class ChatRow extends Component<ChatRowProps> {
  override shouldComponentUpdate(next: ChatRowProps): boolean {
    return next.line !== this.props.line;
  }

  override render({ line, times, remove, kick }: ChatRowProps) {
    const { id, at, attendee, text } = line;
    const name = line.name || attendee;
    return (
      <li class="chat-line">
        <p class="chat-head">
          <strong class="chat-name">{name}</strong>{' '}
          {name !== attendee && <span class="soft chat-name">{attendee}</span>}{' '}
          <time class="soft" dateTime={new Date(at).toISOString()}>
            {times.minute(at)}
          </time>
        </p>
        {text === null ? (
          <p class="chat-text soft">{sessionTexts.chat.deleted}</p>
        ) : (
          <p class="chat-text">{text}</p>
        )}
        <p class="chat-tools">
          {text !== null && (
            <button
              type="button"
              class="chat-tool"
              aria-label={sessionTexts.chat.deleteOf(name)}
              onClick={() => remove(id)}
            >
              {sessionTexts.chat.delete}
            </button>
          )}
          <button
            type="button"
            class="chat-tool"
            aria-label={sessionTexts.people.kickOf(name)}
            onClick={() => kick(attendee)}
          >
            {sessionTexts.people.kick}
          </button>
        </p>
      </li>
    );
  }
}
