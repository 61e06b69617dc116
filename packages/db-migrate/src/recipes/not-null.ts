import { quoteIdentifier } from '../derive/quote.ts';
import { inBatches } from './batches.ts';
import { COLUMN, type Recipe, type RecipeStep, TABLE } from './recipe.ts';
import { objectName, recipeColumn, recipeTable } from './sql.ts';

export const notNull: Recipe = {
  name: 'not-null',
  title: 'A nullable column becomes required, without reading the table under a lock',
  parameters: [
    TABLE,
    COLUMN,
    {
      name: 'value',
      meaning: 'SQL for the rows that are null; without it they must be filled already',
      required: false,
    },
  ],
  next: 'Take the "?" from the field. Programs must write the column before the first of these is deployed.',
  write({ values, model }) {
    const table = recipeTable(model, values.table ?? '');
    const column = values.column ?? '';
    recipeColumn(model, table, column);
    const [check, validated] = requireColumns(table.sql, table.bare, [column]);
    const name = quoteIdentifier(column);
    const filled: RecipeStep[] = values.value
      ? [
          {
            suffix: 'backfill',
            migration: inBatches(table.sql, `${name} = ${values.value}`, `${name} IS NULL`),
            rollback:
              '-- orgdb:allow rollback-missing Which rows were null is not known any more, and a value does no harm.\n',
          },
        ]
      : [];
    return [
      { suffix: 'check', migration: check.sql, rollback: check.back },
      ...filled,
      { suffix: 'validate', migration: validated.sql, rollback: validated.back },
    ];
  },
};

interface Way {
  readonly sql: string;
  readonly back: string;
}

/** SQL that makes columns required in two migrations: a check that binds new rows, then all of them. */
export function requireColumns(table: string, bare: string, columns: readonly string[]): [Way, Way] {
  const each = (write: (column: string, check: string) => string) =>
    columns
      .map((column) => write(quoteIdentifier(column), quoteIdentifier(objectName(bare, column, 'required'))))
      .join('');
  const add = (column: string, check: string) =>
    `ALTER TABLE ${table} ADD CONSTRAINT ${check} CHECK (${column} IS NOT NULL) NOT VALID;\n`;
  const drop = (_column: string, check: string) => `ALTER TABLE ${table} DROP CONSTRAINT ${check};\n`;
  return [
    { sql: each(add), back: each(drop) },
    {
      sql: each(
        (column, check) =>
          `ALTER TABLE ${table} VALIDATE CONSTRAINT ${check};\nALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL;\n${drop(column, check)}`,
      ),
      back: each(
        (column, check) =>
          `ALTER TABLE ${table} ALTER COLUMN ${column} DROP NOT NULL;\n${add(column, check)}`,
      ),
    },
  ];
}
