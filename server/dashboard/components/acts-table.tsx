import type { ComponentChildren } from 'preact';

export interface ActsTableProps {
  /** Titles of the columns by name; an empty one is that of what can be done with a row. */
  readonly columns: Readonly<Record<string, string>>;
  /** What can be done, for who reads by ear. */
  readonly act?: string;
  /** The rows. */
  readonly children: ComponentChildren;
}

/** A table whose rows end with what can be done with them. */
export function ActsTable({ columns, act, children }: ActsTableProps) {
  return (
    <div class="table-scroll">
      <table class="people-table op-table">
        <thead>
          <tr>
            {Object.entries(columns).map(([name, title]) => (
              <th key={name} scope="col">
                {title === '' ? <span class="unseen">{act}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
