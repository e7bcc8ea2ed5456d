import type { Values } from './shots.ts';

/** As much of JSON Schema as the API's description uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A value that fits a schema as far as the names of its fields let guess; what is required is always there. */
export function bodyFor(schema: JsonSchema, values: Values, name = ''): unknown {
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return bodyFor(values.one(choices), values, name);
  if (schema.enum !== undefined) return values.one(schema.enum);
  const [type] = [schema.type ?? 'object'].flat();
  if (type === 'object') return objectFor(schema, values);
  if (type === 'array') return [bodyFor(schema.items ?? { type: 'string' }, values, name)];
  if (type === 'boolean') return values.isSo(5);
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  return textFor(schema, values, name);
}

/** Of two like requests only the first would get it: it may be had once in a tenant. */
const TAKEN_ONCE = 'shortCode';

function objectFor({ properties, required = [] }: JsonSchema, values: Values): object {
  if (properties === undefined) return { note: values.id('event') };
  const chosen = Object.entries(properties).filter(
    ([key]) => key !== TAKEN_ONCE && (required.includes(key) || values.isSo(3)),
  );
  return Object.fromEntries(chosen.map(([key, property]) => [key, bodyFor(property, values, key)]));
}

function textFor({ format, pattern }: JsonSchema, values: Values, name: string): string {
  if (format === 'date-time') return '2030-05-04T09:00:00Z';
  if (format === 'date') return '2026-05-04';
  if (pattern?.includes('A-Z]{2}') === true) return 'FR';
  if (name === 'emails') return `${values.id('attendee')}@example.org`;
  return values.named(name);
}
