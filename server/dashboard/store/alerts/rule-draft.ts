import type { Scope } from '../../../protocol/client-messages.ts';
import type { ConditionAnswer, RuleAnswer, WantedRule } from '../../rest/alert-answers.ts';
import { readScope } from '../../router/route.ts';

export type ConditionKind = ConditionAnswer['kind'];
export type NumberName = Exclude<keyof ConditionAnswer, 'kind'>;

/** The numbers of each kind, with what they are at first. */
const NUMBERS: Readonly<Record<ConditionKind, Partial<Record<NumberName, number>>>> = {
  above: { threshold: 500, clearAt: 450 },
  below: { threshold: 50, clearAt: 60 },
  capacity: { percent: 90, clearAt: 80 },
  drop: { percent: 30, minutes: 5, least: 10 },
  silence: { seconds: 60 },
  peak: { least: 1 },
};

const COOL_DOWN_S = 60;

export const namesOf = (kind: ConditionKind) => Object.keys(NUMBERS[kind]) as readonly NumberName[];

/** A rule as it is being written: fields as they stand in the form. */
export interface RuleDraft {
  readonly name: string;
  readonly scope: string;
  readonly kind: ConditionKind;
  readonly numbers: Readonly<Partial<Record<NumberName, string>>>;
  /** Seconds. */
  readonly coolDown: string;
  readonly emails: string;
  readonly enabled: boolean;
}

/** What is wrong with a draft; null: nothing. */
export type DraftProblem = 'name' | 'scope' | 'numbers' | 'clearAt' | null;

/** Another kind has other numbers. */
export function ofKind(draft: RuleDraft, kind: ConditionKind): RuleDraft {
  const numbers = Object.entries(NUMBERS[kind]).map(([name, value]) => [name, String(value)]);
  return { ...draft, kind, numbers: Object.fromEntries(numbers) };
}

export function newDraft(scope: Scope): RuleDraft {
  const empty = { ...{ name: '', scope, numbers: {}, emails: '' }, coolDown: String(COOL_DOWN_S) };
  return ofKind({ ...empty, kind: 'above', enabled: true }, 'above');
}

export function draftOf({ condition, ...rule }: RuleAnswer): RuleDraft {
  const { kind } = condition;
  const numbers = namesOf(kind).map((name) => [name, String(condition[name] ?? '')]);
  return {
    ...{ name: rule.name, scope: rule.scope, kind, enabled: rule.enabled },
    numbers: Object.fromEntries(numbers),
    ...{ coolDown: String(rule.coolDownSeconds), emails: rule.emails.join(', ') },
  };
}

const isWhole = (text: string | undefined) => /^\d{1,8}$/.test(text?.trim() ?? '');

/** An alert that could end in the instant in which it was raised would come and go without end. */
function endsTooSoon({ kind, numbers }: RuleDraft): boolean {
  const [threshold, percent] = [Number(numbers.threshold), Number(numbers.percent)];
  const clearAt = Number(numbers.clearAt);
  if (kind === 'above') return clearAt > threshold;
  if (kind === 'below') return clearAt < threshold;
  return kind === 'capacity' && clearAt > percent;
}

export function problemOf(draft: RuleDraft): DraftProblem {
  if (draft.name.trim() === '') return 'name';
  if (readScope(draft.scope) === null) return 'scope';
  if (![...namesOf(draft.kind).map((name) => draft.numbers[name]), draft.coolDown].every(isWhole))
    return 'numbers';
  return endsTooSoon(draft) ? 'clearAt' : null;
}

/** Of a draft that has no problem. */
export function wantedOf({ kind, numbers, ...draft }: RuleDraft): WantedRule {
  const values = namesOf(kind).map((name) => [name, Number(numbers[name])]);
  return {
    ...{ name: draft.name.trim(), scope: draft.scope.trim(), enabled: draft.enabled },
    condition: { kind, ...Object.fromEntries(values) },
    coolDownSeconds: Number(draft.coolDown),
    emails: draft.emails.split(/[\s,;]+/).filter((one) => one !== ''),
  };
}
