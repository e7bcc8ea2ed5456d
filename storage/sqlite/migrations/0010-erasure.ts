/** Who was erased, as a keyed hash (`tombstoneHash`), and by what an erasure finds everything of a tenant. */
export const erasure = `
CREATE TABLE tombstones (
  tenant INTEGER NOT NULL,
  hash TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (tenant, hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_of_tenant ON sessions (tenant);
CREATE INDEX organizations_of_tenant ON organizations (tenant);
CREATE INDEX keys_of_tenant ON keys (tenant);
`;
