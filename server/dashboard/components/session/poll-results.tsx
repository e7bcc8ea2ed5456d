import type { PollAnswer } from '../../rest/session-rest.ts';
import { sessionTexts } from '../../texts/session.ts';
import { usePage } from '../page-context.ts';
import { Track } from '../track.tsx';

/** How a poll stands; the figures are the server's. */
export function PollResults({ poll }: { poll: PollAnswer }) {
  const { numbers } = usePage().formats;
  if (poll.type === 'text') {
    if (poll.texts.length === 0) return <p class="soft small">{sessionTexts.polls.noTexts}</p>;
    return (
      <ul class="poll-texts">
        {poll.texts.slice(0, 10).map((text, index) => (
          <li key={`${index} ${text}`}>{text}</li>
        ))}
      </ul>
    );
  }
  return (
    <dl class="bars">
      {poll.options.map(({ id, text, votes, percentage }) => (
        <div key={id} class="bar-row">
          <dt class="bar-label">{text}</dt>
          <dd class="bar-value">
            {numbers.count(votes)}{' '}
            {percentage !== null && <span class="soft">{numbers.share(percentage / 100)}</span>}
          </dd>
          <dd class="bar-track">
            <Track share={(percentage ?? 0) / 100} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
