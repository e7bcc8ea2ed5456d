import { NOT_BEFORE_LEEWAY_SECONDS } from '../gateway/tokens.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

const SUBJECT = 'clock';
/** From here on a clock that is behind takes a new token with `nbf` for one that is not valid yet. */
const TOO_FAR_MS = NOT_BEFORE_LEEWAY_SECONDS * 1000;
const NOTICEABLE_MS = 1_000;

/** Time of another machine, and what told it. */
export interface OtherClock {
  readonly name: string;
  /** How far ahead of this machine's, in ms. */
  readonly aheadMs: number;
}

/** `historyAt`: the last log time in the file, null without one. Log time never goes back: the curve waits for a clock that is behind it. */
export function judgeClock(now: number, historyAt: number | null, others: readonly OtherClock[]): Finding[] {
  const findings = others.map(judgeOther);
  if (historyAt !== null && historyAt > now + NOTICEABLE_MS)
    findings.push(
      problem(
        SUBJECT,
        `the history reaches to ${new Date(historyAt).toISOString()}, which this clock has not reached`,
        'set the clock (chrony, systemd-timesyncd) before the server starts',
      ),
    );
  return findings.length > 0 ? findings : [ok(SUBJECT, new Date(now).toISOString())];
}

function judgeOther({ name, aheadMs }: OtherClock): Finding {
  const apart = Math.abs(aheadMs);
  const text = `${(apart / 1000).toFixed(1)} s ${aheadMs < 0 ? 'ahead of' : 'behind'} ${name}`;
  const advice = 'let chrony or systemd-timesyncd keep the clocks of all machines';
  const refused = aheadMs < 0 ? 'tokens expire too early' : 'new tokens with nbf are refused';
  if (apart >= TOO_FAR_MS) return problem(SUBJECT, `${text}: ${refused}`, advice);
  if (apart >= NOTICEABLE_MS) return warning(SUBJECT, text, advice);
  return ok(SUBJECT, `as that of ${name}`);
}
