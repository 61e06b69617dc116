import { quoteIdentifier } from '../derive/quote.ts';
import { type Recipe, TABLE } from './recipe.ts';
import { namesIn, objectName, quotedList, recipeColumn, recipeTable } from './sql.ts';

export const concurrentIndex: Recipe = {
  name: 'concurrent-index',
  title: 'An index on a table in use, built while it is read and written',
  parameters: [
    TABLE,
    { name: 'columns', meaning: 'the columns, with commas between', required: true },
    { name: 'unique', meaning: '"yes" for a unique index', required: false },
    { name: 'where', meaning: 'the condition of a partial index', required: false },
  ],
  next: 'Add the @@index to the model. A build that fails leaves an INVALID index, which the next try drops first.',
  write({ values, model }) {
    const table = recipeTable(model, values.table ?? '');
    const columns = namesIn(values.columns ?? '');
    for (const column of columns) recipeColumn(model, table, column);
    const unique = values.unique === 'yes';
    const name = objectName(table.bare, ...columns, unique ? 'key' : 'idx');
    const drop = `DROP INDEX CONCURRENTLY IF EXISTS ${quoteIdentifier(table.schema)}.${quoteIdentifier(name)};\n`;
    const where = values.where ? ` WHERE ${values.where}` : '';
    return [
      {
        suffix: '',
        migration: `-- What a build that failed has left.\n${drop}CREATE ${unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${quoteIdentifier(name)} ON ${table.sql} (${quotedList(columns)})${where};\n`,
        rollback: drop,
      },
    ];
  },
};
