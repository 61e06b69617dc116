import { isOld, type Rule, shown } from './rule.ts';

export const renamed: Rule = {
  name: 'renamed',
  severity: 'error',
  title: 'A table, column or schema in use gets another name',
  why: 'Programs that run know the old name only: each query that names it fails from this moment until they are replaced.',
  safe: 'Keep the name in the database and change it in the Prisma schema only (@map, @@map); or add the new column beside the old one and move over ("orgdb migrate new --recipe rename-column").',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY, note text);',
    bad: 'ALTER TABLE orders RENAME COLUMN note TO remark;',
    good: ['ALTER TABLE orders ADD COLUMN remark text;'],
  },
  onChange(step) {
    const { change, model, migration } = step;
    switch (change.kind) {
      case 'rename-table':
        return isOld(step, change.table) ? `${shown(change.table)} becomes ${shown(change.to)}.` : undefined;
      case 'rename-column': {
        const column = model.tables.get(change.table)?.columns.get(change.column);
        if (!isOld(step, change.table) || column?.addedIn === migration.name) return undefined;
        return `${shown(change.table)}.${change.column} becomes ${change.to}.`;
      }
      case 'rename-schema':
        return `The schema ${change.schema} becomes ${change.to}.`;
      default:
        return undefined;
    }
  },
};
