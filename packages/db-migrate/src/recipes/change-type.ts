import { quoteIdentifier } from '../derive/quote.ts';
import { expandContract } from './expand-contract.ts';
import { COLUMN, type Recipe, TABLE } from './recipe.ts';
import { recipeColumn, recipeTable, requireNewColumn, typeSql } from './sql.ts';

export const changeType: Recipe = {
  name: 'change-type',
  title: 'A column is replaced by one of another type, without rewriting the table',
  parameters: [
    TABLE,
    COLUMN,
    { name: 'to', meaning: 'name of the new column', required: true },
    { name: 'type', meaning: 'its type, such as bigint', required: true },
    { name: 'using', meaning: 'SQL of the new value; by default a cast', required: false },
    { name: 'back', meaning: 'SQL of the old value from the new one; by default a cast', required: false },
  ],
  next: 'Deploy all but the last, then the programs that use the new column, then the last.',
  write({ values, model }) {
    const table = recipeTable(model, values.table ?? '');
    const name = values.column ?? '';
    const to = values.to ?? '';
    const type = values.type ?? '';
    const column = recipeColumn(model, table, name);
    requireNewColumn(model, table, to);
    const old = typeSql(column.type);
    return expandContract({
      table,
      old: { name, type: old, notNull: column.notNull },
      columns: [{ name: to, type, value: values.using ?? `${quoteIdentifier(name)}::${type}` }],
      back: values.back ?? `${quoteIdentifier(to)}::${old}`,
    });
  },
};
