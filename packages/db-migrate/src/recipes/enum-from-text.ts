import { quoteIdentifier, quoteLiteral } from '../derive/quote.ts';
import { expandContract } from './expand-contract.ts';
import { COLUMN, type Recipe, TABLE } from './recipe.ts';
import { namesIn, recipeColumn, recipeTable, requireNewColumn, typeSql } from './sql.ts';

export const enumFromText: Recipe = {
  name: 'enum-from-text',
  title: 'A text column is replaced by one of an enum',
  parameters: [
    TABLE,
    COLUMN,
    { name: 'to', meaning: 'name of the new column', required: true },
    { name: 'enum', meaning: 'name of the new type, in the schema of the table', required: true },
    { name: 'values', meaning: 'its values, with commas between', required: true },
  ],
  next: 'A text that is none of the values fails the backfill: look for such rows first. Deploy all but the last, then the programs that use the new column, then the last.',
  write({ values, model }) {
    const table = recipeTable(model, values.table ?? '');
    const name = values.column ?? '';
    const to = values.to ?? '';
    const column = recipeColumn(model, table, name);
    requireNewColumn(model, table, to);
    const type = `${quoteIdentifier(table.schema)}.${quoteIdentifier(values.enum ?? '')}`;
    const labels = namesIn(values.values ?? '')
      .map(quoteLiteral)
      .join(', ');
    const old = typeSql(column.type);
    return expandContract({
      table,
      old: { name, type: old, notNull: column.notNull },
      columns: [{ name: to, type, value: `${quoteIdentifier(name)}::${type}` }],
      back: `${quoteIdentifier(to)}::text::${old}`,
      before: { sql: `CREATE TYPE ${type} AS ENUM (${labels});\n`, back: `DROP TYPE ${type};\n` },
    });
  },
};
