import type { ConditionAnswer } from '../rest/alert-answers.ts';
import type { DraftProblem } from '../store/alerts/rule-draft.ts';

/** Texts of alerts: the banner, and the page of rules and history. */
export const alertTexts = {
  title: 'Alerts',
  problem: 'Alerts:',
  loading: 'Loading the alerts',
  kinds: {
    above: 'More than',
    below: 'Fewer than',
    capacity: 'Share of capacity',
    drop: 'Drop',
    silence: 'Silence',
    peak: 'New peak',
  } satisfies Record<ConditionAnswer['kind'], string>,
  banner: {
    label: 'Alerts',
    cleared: 'Over',
    attendees: (count: string) => `Attendees: ${count}`,
    since: (time: string) => `since ${time}`,
    at: (time: string) => `at ${time}`,
    acknowledge: 'Acknowledge',
    acknowledgeOf: (name: string) => `Acknowledge ${name}`,
    putAway: 'Hide',
    putAwayOf: (name: string) => `Hide ${name}`,
    all: 'Hide all',
    more: (count: string) => `${count} more`,
    failed: 'It could not be acknowledged.',
  },
  signals: {
    label: 'On this device',
    sound: 'Play a sound',
    notification: 'Show notifications of the browser',
    refused: 'The browser does not allow notifications here.',
  },
  rules: {
    title: 'Rules',
    none: 'No rules yet.',
    columns: { name: 'Name', scope: 'About', condition: 'When', state: 'State', act: '' },
    state: { off: 'Off', inRange: 'In range', raised: 'Raised' },
    muted: (time: string) => `muted until ${time}`,
    edit: 'Change',
    editOf: (name: string) => `Change the rule ${name}`,
    mute: 'Mute for 1 hour',
    muteOf: (name: string) => `Mute for 1 hour: ${name}`,
    unmute: 'Unmute',
    unmuteOf: (name: string) => `Unmute ${name}`,
    remove: 'Delete',
    removeOf: (name: string) => `Delete the rule ${name}`,
    sure: (name: string) => `Delete “${name}”?`,
    yes: 'Delete it',
    no: 'Keep it',
  },
  form: {
    label: 'New rule',
    labelOf: (name: string) => `Change “${name}”`,
    name: 'Name',
    scope: 'About',
    kind: 'When',
    threshold: 'Attendees',
    clearAt: 'Ends at',
    percent: 'Percent',
    minutes: 'Within minutes',
    seconds: 'Seconds',
    least: 'From attendees',
    coolDown: 'Quiet after it, seconds',
    emails: 'E-mail to (optional)',
    enabled: 'On',
    make: 'Make the rule',
    save: 'Save',
    cancel: 'Cancel',
    problems: {
      name: 'Give the rule a name.',
      scope: 'Write session:, event: or organization:, followed by an id.',
      numbers: 'Write whole numbers.',
      clearAt: 'It must end on the other side of where it begins.',
    } satisfies Record<NonNullable<DraftProblem>, string>,
  },
  history: {
    title: 'History',
    none: 'Nothing was raised here.',
    columns: { raised: 'Raised', name: 'Alert', scope: 'About', value: 'Attendees', ended: 'Ended', act: '' },
    open: 'goes on',
    worst: (count: string) => `at the worst ${count}`,
    muted: 'muted',
    acknowledged: (by: string, time: string) => `seen by ${by}, ${time}`,
    older: 'Older',
  },
  condition(condition: ConditionAnswer, count: (value: number) => string): string {
    const of = (value: number | undefined) => count(value ?? 0);
    const { threshold, clearAt, percent, minutes, seconds, least } = condition;
    switch (condition.kind) {
      case 'above':
        return `more than ${of(threshold)}, until ${of(clearAt)}`;
      case 'below':
        return `fewer than ${of(threshold)}, until ${of(clearAt)}`;
      case 'capacity':
        return `${of(percent)} % of the places, until below ${of(clearAt)} %`;
      case 'drop':
        return `${of(percent)} % fewer within ${of(minutes)} min, from ${of(least)} on`;
      case 'silence':
        return `nobody for ${of(seconds)} s`;
      default:
        return `a new peak, from ${of(least)} on`;
    }
  },
};
