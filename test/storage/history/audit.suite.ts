import { expect, test } from 'vitest';
import type { AuditFilter } from '../../../storage/types.ts';
import { act, batchAt, EVENT, ORG, T0 } from './batches.ts';
import type { MakeStore } from './opened.ts';

const SUB = 77;

export function auditTests(makeStore: MakeStore): void {
  async function filled() {
    const history = makeStore().create();
    await history.open();
    const eve = { org: 'sub', attendee: 'eve', role: 'operator' } as const;
    await history.commit(
      batchAt(T0 + 2, {
        audit: [
          act({ at: T0, details: { fields: ['title', 'Ü "'] } }),
          act({ at: T0 + 1, action: 'y.do', organization: SUB, actor: eve }),
          act({ at: T0 + 1, target: 'y:2' }),
          act({ at: T0 + 1, tenant: EVENT, organization: EVENT }),
        ],
      }),
    );
    await history.commit(batchAt(T0 + 3, { audit: [act({ at: T0 + 3, action: 'z.do' })] }));
    return history;
  }

  const ask = { tenant: ORG, organizations: [ORG, SUB], limit: 10 };

  test('acts come latest first, as they were written, of the organizations asked for', async () => {
    const history = await filled();
    const rows = await history.audit(ask);
    expect(rows.map(({ key, action, target }) => [key, action, target])).toEqual([
      [5, 'z.do', 'x:1'],
      [3, 'x.do', 'y:2'],
      [2, 'y.do', 'x:1'],
      [1, 'x.do', 'x:1'],
    ]);
    expect(rows[3]).toEqual({
      ...{ key: 1, organization: ORG, at: T0, actor: 'boss', role: 'admin', action: 'x.do', target: 'x:1' },
      details: { fields: ['title', 'Ü "'] },
    });
    const own = await history.audit({ ...ask, organizations: [SUB] });
    expect(own.map(({ key, actor, role }) => [key, actor, role])).toEqual([[2, 'eve', 'operator']]);
    expect(await history.audit({ ...ask, organizations: [] })).toEqual([]);
  });

  test.each<[Partial<AuditFilter>, number[]]>([
    [{ actor: 'eve' }, [2]],
    [{ action: 'x.do' }, [3, 1]],
    [{ target: 'y:2' }, [3]],
    [{ actor: 'boss', target: 'x:1' }, [5, 1]],
    [{ actor: "' OR 1 --" }, []],
    [{ from: T0 + 1 }, [5, 3, 2]],
    [{ to: T0 + 1 }, [1]],
    [{ from: T0 + 1, to: T0 + 3 }, [3, 2]],
    [{ limit: 2 }, [5, 3]],
    [{ before: { at: T0 + 3, key: 5 }, limit: 1 }, [3]],
    [{ before: { at: T0 + 1, key: 3 } }, [2, 1]],
    [{ before: { at: T0 + 1, key: 2 } }, [1]],
  ])('acts filtered by %j', async (filter, keys) => {
    const history = await filled();
    expect((await history.audit({ ...ask, ...filter })).map(({ key }) => key)).toEqual(keys);
  });
}
