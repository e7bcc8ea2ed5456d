import { z } from '@hono/zod-openapi';
import type { AlertRow } from '../../../storage/types.ts';
import { alertId } from '../../live/alerts/alert-id.ts';
import type { AlertWatch } from '../../live/alerts/alert-watch.ts';
import type { AlertCondition } from '../../live/alerts/rule.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { LiveView } from '../../live/live-view.ts';
import type { Registry } from '../../live/registry.ts';
import { formatScope } from '../../protocol/ids.ts';
import { iso, isoOrNull } from '../../protocol/iso-time.ts';
import { IsoTime } from '../answers.ts';

const ConditionSchema = z
  .object({
    kind: z.enum(['above', 'below', 'capacity', 'drop', 'silence', 'peak']),
    threshold: z.number().int().optional(),
    clearAt: z.number().int().optional(),
    percent: z.number().int().optional(),
    minutes: z.number().int().optional(),
    seconds: z.number().int().optional(),
    least: z.number().int().optional(),
  })
  .openapi('AlertCondition');

export const RuleSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    scope: z.string().openapi({ example: 'session:keynote' }),
    enabled: z.boolean(),
    mutedUntil: IsoTime.nullable(),
    condition: ConditionSchema,
    coolDownSeconds: z.number(),
    emails: z.array(z.string()),
    state: z.enum(['off', 'inRange', 'raised']),
    raisedAt: IsoTime.nullable().openapi({ description: 'Since when the present alert goes on' }),
    createdAt: IsoTime,
    createdBy: z.string(),
  })
  .openapi('AlertRule');

export const AlertSchema = z
  .object({
    id: z.string(),
    rule: z.string(),
    name: z.string().openapi({ description: 'Of the rule, as the condition, when it was raised' }),
    scope: z.string(),
    condition: ConditionSchema,
    state: z.enum(['raised', 'cleared']),
    threshold: z.number().int().openapi({ description: 'How many people made it one' }),
    value: z.number().int().openapi({ description: 'How many were there when it was raised' }),
    worst: z.number().int().openapi({ description: 'The count that was furthest out of range' }),
    clearedValue: z.number().int().nullable(),
    raisedAt: IsoTime,
    clearedAt: IsoTime.nullable(),
    muted: z.boolean().openapi({ description: 'Nobody was told: its rule was muted' }),
    acknowledgedAt: IsoTime.nullable(),
    acknowledgedBy: z.string().nullable(),
  })
  .openapi('Alert');

/** Empty for one that is gone. */
function scopeText(registry: Registry, key: ScopeKey): string {
  const found = registry.byKey(key);
  const kind = found && registry.scopes.get(key)?.kind;
  return kind === undefined ? '' : formatScope({ kind, id: found?.row.id ?? '' });
}

const copy = (condition: AlertCondition): z.infer<typeof ConditionSchema> => ({ ...condition });

export function ruleObject(registry: Registry, { rule, watched }: AlertWatch): z.infer<typeof RuleSchema> {
  const { id, scope, details, createdAt, createdBy } = rule;
  const { name, enabled, mutedUntil, condition, coolDownMs, emails } = details;
  return {
    ...{ id, name, scope: scopeText(registry, scope), enabled, mutedUntil: isoOrNull(mutedUntil) },
    ...{ condition: copy(condition), coolDownSeconds: coolDownMs / 1000, emails: [...emails] },
    state: !enabled ? 'off' : watched.open === null ? 'inRange' : 'raised',
    raisedAt: isoOrNull(watched.open?.raisedAt ?? null),
    ...{ createdAt: iso(createdAt), createdBy },
  };
}

export function alertObject(
  { registry, alerts }: Pick<LiveView, 'registry' | 'alerts'>,
  row: AlertRow,
): z.infer<typeof AlertSchema> {
  const { rule, name, scope, condition, threshold, value, clearedValue, raisedAt, clearedAt } = row;
  const open = alerts.find(rule)?.watched.open;
  const worst = clearedAt === null && open?.raisedAt === raisedAt ? open.worst : row.worst;
  return {
    ...{ id: alertId(row), rule, name, scope: scopeText(registry, scope), condition: copy(condition) },
    state: clearedAt === null ? 'raised' : 'cleared',
    ...{ threshold, value, worst, clearedValue, raisedAt: iso(raisedAt), clearedAt: isoOrNull(clearedAt) },
    ...{ muted: row.isMuted, acknowledgedAt: isoOrNull(row.acknowledgedAt) },
    acknowledgedBy: row.acknowledgedBy,
  };
}
