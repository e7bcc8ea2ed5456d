/** An alert: a rule raises one at most at an instant (log time, ms). */
export interface AlertName {
  readonly rule: string;
  readonly raisedAt: number;
}

/** Id of an alert: that of its rule, and when it was raised. */
export function alertId({ rule, raisedAt }: AlertName): string {
  return `${rule}-${raisedAt}`;
}

/** Undefined for what is no id of an alert. */
export function parseAlertId(id: string): AlertName | undefined {
  const [, rule, raisedAt] = /^([0-9a-f]{12})-(\d{1,15})$/.exec(id) ?? [];
  return rule === undefined ? undefined : { rule, raisedAt: Number(raisedAt) };
}
