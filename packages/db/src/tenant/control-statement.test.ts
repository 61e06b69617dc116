import { expect, test } from 'vitest';
import { kindOfStatement, type StatementKind } from './control-statement.ts';

test.each<[StatementKind, string]>([
  ['begin', 'BEGIN'],
  ['begin', 'start transaction isolation level serializable, read only'],
  ['begin', ' Begin Work ; '],
  ['mode', 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ'],
  ['commit', 'COMMIT'],
  ['commit', 'end transaction'],
  ['rollback', 'ROLLBACK'],
  ['rollback', 'abort'],
  ['savepoint', 'RELEASE SAVEPOINT prisma_sp_0'],
  ['savepoint', 'ROLLBACK TO SAVEPOINT prisma_sp_0'],
  ['savepoint', 'rollback to "sp"'],
  ['other', 'SAVEPOINT prisma_sp_0'],
  ['other', 'COMMIT; DROP TABLE x'],
  ['other', 'BEGIN; SET app.current_tenant_id = 1'],
  ['other', 'COMMIT AND CHAIN'],
  ['other', 'COMMIT PREPARED $$x$$'],
  ['other', 'SET TRANSACTION SNAPSHOT $$x$$'],
  ['other', 'SET app.current_tenant_id = 1'],
  ['other', 'SELECT 1'],
  ['other', '/* */ COMMIT'],
  ['other', ''],
])('%s: %s', (kind, text) => {
  expect(kindOfStatement(text)).toBe(kind);
});
