import { quoteIdentifier } from '../derive/quote.ts';
import { BATCH, inBatches } from './batches.ts';
import { COLUMN, type Recipe, TABLE } from './recipe.ts';
import { invalid, recipeColumn, recipeTable } from './sql.ts';

export const backfill: Recipe = {
  name: 'backfill',
  title: 'A column is filled in batches that commit, so that nobody waits for more than one batch',
  parameters: [
    TABLE,
    COLUMN,
    { name: 'value', meaning: 'SQL of the value, which may name other columns of the row', required: true },
    {
      name: 'where',
      meaning: 'which rows are left to do; by default those where the column is null',
      required: false,
    },
    { name: 'batch', meaning: `rows of one transaction; ${BATCH} by default`, required: false },
  ],
  next: 'The condition must no longer hold for a row that is done, or it never ends: with the default the value may not be null.',
  write({ values, model }) {
    const table = recipeTable(model, values.table ?? '');
    recipeColumn(model, table, values.column ?? '');
    const column = quoteIdentifier(values.column ?? '');
    const size = Number(values.batch ?? BATCH);
    if (!Number.isInteger(size) || size < 1)
      throw invalid(`batch is a whole number of rows; not "${values.batch}".`);
    return [
      {
        suffix: '',
        migration: inBatches(
          table.sql,
          `${column} = ${values.value}`,
          values.where ?? `${column} IS NULL`,
          size,
        ),
        rollback:
          '-- orgdb:allow rollback-missing Which rows were filled is not known any more, and a value does no harm.\n',
      },
    ];
  },
};
