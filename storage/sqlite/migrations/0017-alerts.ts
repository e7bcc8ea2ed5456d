/** When to warn of a count, and what was warned of. `details`, `condition`: see `AlertDetails`. */
export const alerts = `
CREATE TABLE alert_rules (
  id TEXT PRIMARY KEY,
  tenant INTEGER NOT NULL,
  organization INTEGER NOT NULL,
  scope INTEGER NOT NULL,
  version INTEGER NOT NULL,
  details TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_rules_of_tenant ON alert_rules (tenant);

CREATE TABLE alerts (
  rule TEXT NOT NULL,
  raised_at INTEGER NOT NULL,
  tenant INTEGER NOT NULL,
  organization INTEGER NOT NULL,
  event INTEGER,
  session INTEGER,
  scope INTEGER NOT NULL,
  name TEXT NOT NULL,
  condition TEXT NOT NULL,
  value INTEGER NOT NULL,
  threshold INTEGER NOT NULL,
  is_muted INTEGER NOT NULL,
  worst INTEGER NOT NULL,
  cleared_at INTEGER,
  cleared_value INTEGER,
  acknowledged_at INTEGER,
  acknowledged_by TEXT,
  PRIMARY KEY (rule, raised_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX alerts_of_organization ON alerts (organization, raised_at, rule);
CREATE INDEX alerts_of_scope ON alerts (scope);
CREATE INDEX alerts_acknowledged ON alerts (tenant, acknowledged_by) WHERE acknowledged_by IS NOT NULL;
`;
