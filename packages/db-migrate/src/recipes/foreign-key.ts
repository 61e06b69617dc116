import { quoteIdentifier } from '../derive/quote.ts';
import { concurrentIndex } from './concurrent-index.ts';
import { type Recipe, TABLE } from './recipe.ts';
import { invalid, namesIn, objectName, quotedList, recipeColumn, recipeTable } from './sql.ts';

const ACTIONS = new Set(['cascade', 'restrict', 'no action']);

export const foreignKey: Recipe = {
  name: 'foreign-key',
  title: 'A foreign key on a table in use: its index, the key for new rows, then for all rows',
  parameters: [
    TABLE,
    {
      name: 'columns',
      meaning: 'the columns, with commas between, such as tenant_id,customer_id',
      required: true,
    },
    { name: 'references', meaning: 'the other table, as schema.name', required: true },
    { name: 'referenced', meaning: 'its columns; by default tenant_id,id or id', required: false },
    { name: 'on-delete', meaning: 'cascade, restrict or "no action" (default)', required: false },
  ],
  next: 'Add the relation and the @@index to the model.',
  write({ values, model }) {
    const table = recipeTable(model, values.table ?? '');
    const other = recipeTable(model, values.references ?? '');
    const columns = namesIn(values.columns ?? '');
    const referenced = namesIn(values.referenced ?? (columns.length > 1 ? 'tenant_id,id' : 'id'));
    for (const column of columns) recipeColumn(model, table, column);
    for (const column of referenced) recipeColumn(model, other, column);
    const action = (values['on-delete'] ?? 'no action').toLowerCase();
    if (!ACTIONS.has(action))
      throw invalid(`on-delete is one of ${[...ACTIONS].join(', ')}; not "${action}".`);
    const name = quoteIdentifier(objectName(table.bare, ...columns, 'fkey'));
    const add = `ALTER TABLE ${table.sql} ADD CONSTRAINT ${name} FOREIGN KEY (${quotedList(columns)})\n  REFERENCES ${other.sql} (${quotedList(referenced)}) ON DELETE ${action.toUpperCase()} ON UPDATE NO ACTION NOT VALID;\n`;
    const drop = `ALTER TABLE ${table.sql} DROP CONSTRAINT ${name};\n`;
    const [index] = concurrentIndex.write({
      values: { table: table.name, columns: columns.join(',') },
      model,
    });
    return [
      ...(index ? [{ ...index, suffix: 'index' }] : []),
      { suffix: 'key', migration: add, rollback: drop },
      {
        suffix: 'validate',
        migration: `ALTER TABLE ${table.sql} VALIDATE CONSTRAINT ${name};\n`,
        rollback: `${drop}${add}`,
      },
    ];
  },
};
