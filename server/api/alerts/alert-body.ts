import { z } from '@hono/zod-openapi';
import type { AlertCondition, AlertDetails } from '../../live/alerts/rule.ts';
import { ScopeText, Time } from '../parameters.ts';

const MAX_PEOPLE = 10_000_000;
const MAX_EMAILS = 20;
const DAY_S = 86_400;

const people = (least: number) => z.number().int().min(least).max(MAX_PEOPLE);
const whole = (least: number, most: number) => z.number().int().min(least).max(most);

/** Past the threshold an alert could end in the instant in which it was raised. */
const Condition = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('above'), threshold: people(0), clearAt: people(0).optional() }),
    z.strictObject({ kind: z.literal('below'), threshold: people(1), clearAt: people(1).optional() }),
    z.strictObject({
      kind: z.literal('capacity'),
      percent: whole(1, 200),
      clearAt: whole(1, 200).optional(),
    }),
    z.strictObject({
      ...{ kind: z.literal('drop'), percent: whole(1, 100), minutes: whole(1, 60) },
      least: people(1).default(10),
    }),
    z.strictObject({ kind: z.literal('silence'), seconds: whole(5, DAY_S).default(60) }),
    z.strictObject({ kind: z.literal('peak'), least: people(1).default(1) }),
  ])
  .superRefine((condition, c) => {
    const refuse = (message: string) => c.addIssue({ code: 'custom', path: ['clearAt'], message });
    if (!('clearAt' in condition) || condition.clearAt === undefined) return;
    if (condition.kind === 'above' && condition.clearAt > condition.threshold)
      refuse('must be at most the threshold');
    if (condition.kind === 'below' && condition.clearAt < condition.threshold)
      refuse('must be at least the threshold');
    if (condition.kind === 'capacity' && condition.clearAt > condition.percent)
      refuse('must be at most the percent');
  })
  .transform((condition): AlertCondition => {
    const { kind } = condition;
    if (kind === 'above' || kind === 'below')
      return { ...condition, clearAt: condition.clearAt ?? condition.threshold };
    if (kind === 'capacity') return { ...condition, clearAt: condition.clearAt ?? condition.percent };
    return condition;
  });

/** What may be said of a rule. Where nothing is said in a PUT, it is as in a new one. */
export const RuleBody = z.strictObject({
  name: z.string().trim().min(1).max(128),
  condition: Condition,
  enabled: z.boolean().default(true),
  mutedUntil: Time.nullish(),
  coolDownSeconds: whole(0, DAY_S).default(60).openapi({
    description: 'After an alert has ended, none is raised for so long; of a peak at least 60',
  }),
  emails: z
    .array(z.email().max(254))
    .max(MAX_EMAILS)
    .transform((emails) => [...new Set(emails)])
    .default([])
    .openapi({ description: 'Who is told, where the server can send mail' }),
});

export const NewRuleBody = RuleBody.extend({
  scope: ScopeText.openapi({ type: 'string', example: 'session:keynote' }),
});

export const MuteBody = z.strictObject({
  until: Time.nullable().openapi({ description: 'null: no longer' }),
});

export function detailsOf(said: z.infer<typeof RuleBody>): AlertDetails {
  const { name, condition, enabled, mutedUntil = null, coolDownSeconds, emails } = said;
  return { name, condition, enabled, mutedUntil, coolDownMs: coolDownSeconds * 1000, emails };
}
