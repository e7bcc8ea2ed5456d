import type { Change } from '../../server/live/changes.ts';
import { ACCESS_CODECS } from './codecs/access.ts';
import { ALERT_CODECS } from './codecs/alerts.ts';
import { CATALOGUE_CODECS } from './codecs/catalogue.ts';
import type { Codecs } from './codecs/codec.ts';
import { ERASURE_CODECS } from './codecs/erasure.ts';
import { IMPORT_CODECS } from './codecs/imports.ts';
import { KEPT_CODECS } from './codecs/kept.ts';
import { NODE_CODECS } from './codecs/node.ts';
import { PRESENCE_CODECS } from './codecs/presence.ts';
import { REPORT_CODECS } from './codecs/reports.ts';
import { WEBHOOK_CODECS } from './codecs/webhooks.ts';

/** A change as it stands in an entry: its code, then its fields by place. Absent ones are null. */
export type Encoded = readonly [code: number, ...fields: unknown[]];

/** A kind without a codec does not compile. Codes are for ever; a new field goes to the end. */
const CODECS: Codecs = {
  ...NODE_CODECS,
  ...PRESENCE_CODECS,
  ...CATALOGUE_CODECS,
  ...KEPT_CODECS,
  ...IMPORT_CODECS,
  ...ACCESS_CODECS,
  ...ERASURE_CODECS,
  ...WEBHOOK_CODECS,
  ...ALERT_CODECS,
  ...REPORT_CODECS,
};

const BY_CODE = new Map(Object.values(CODECS).map((codec) => [codec.code, codec]));

/** One JSON array. Absent fields become null, or are left out at the end. */
export function encodeChange(change: Change): string {
  const { code, encode } = CODECS[change.kind];
  const fields = [code, ...encode(change)];
  while (fields.at(-1) === undefined) fields.pop();
  return JSON.stringify(fields);
}

export function decodeChange([code, ...fields]: Encoded): Change {
  const codec = BY_CODE.get(code);
  if (codec === undefined) throw new Error(`a change of the unknown code ${code}`);
  return { kind: codec.kind, ...codec.decode(fields) } as Change;
}
