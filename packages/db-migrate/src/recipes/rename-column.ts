import { quoteIdentifier } from '../derive/quote.ts';
import { expandContract } from './expand-contract.ts';
import { COLUMN, type Recipe, TABLE } from './recipe.ts';
import { recipeColumn, recipeTable, requireNewColumn, typeSql } from './sql.ts';

export const renameColumn: Recipe = {
  name: 'rename-column',
  title: 'A column gets another name while programs that know only one of the two go on working',
  parameters: [TABLE, COLUMN, { name: 'to', meaning: 'the new name', required: true }],
  next: 'Deploy all but the last, then the programs that use the new name, then the last. If only the Prisma field should change, @map does it without a migration.',
  write({ values, model }) {
    const table = recipeTable(model, values.table ?? '');
    const name = values.column ?? '';
    const to = values.to ?? '';
    const column = recipeColumn(model, table, name);
    requireNewColumn(model, table, to);
    const type = typeSql(column.type);
    return expandContract({
      table,
      old: { name, type, notNull: column.notNull },
      columns: [{ name: to, type, value: quoteIdentifier(name) }],
      back: quoteIdentifier(to),
    });
  },
};
