import { quoteIdentifier } from '../derive/quote.ts';
import { inBatches } from './batches.ts';
import { requireColumns } from './not-null.ts';
import type { RecipeStep } from './recipe.ts';
import { objectName, type RecipeTable } from './sql.ts';

/** A column that is replaced by others which hold the same. */
export interface Replacement {
  readonly table: RecipeTable;
  readonly old: { readonly name: string; readonly type: string; readonly notNull: boolean };
  /** The new columns: type as SQL, and an expression over the row's columns that gives the value. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly value: string }[];
  /** The old value from the new columns. */
  readonly back: string;
  /** SQL that the new columns need, and its way back. */
  readonly before?: { readonly sql: string; readonly back: string };
}

/**
 * The migrations of expand and contract: new columns that a trigger keeps in step with the old one, whichever of them a
 * program writes; a backfill; the same NOT NULL; and, when no program uses it any more, the end of the old column.
 */
export function expandContract(replacement: Replacement): RecipeStep[] {
  const { table, old, columns, before } = replacement;
  const names = columns.map(({ name }) => name);
  const [check, validated] = requireColumns(table.sql, table.bare, old.notNull ? names.slice(0, 1) : []);
  const sync = synchronise(replacement);
  const added = columns.map(({ name, type }) => `ADD COLUMN ${quoteIdentifier(name)} ${type}`).join(', ');
  const dropped = names.map((name) => `DROP COLUMN ${quoteIdentifier(name)}`).join(', ');
  const fill = columns.map(({ name, value }) => `${quoteIdentifier(name)} = ${value}`).join(', ');
  const oldName = quoteIdentifier(old.name);
  const [first = ''] = names.map(quoteIdentifier);
  return [
    {
      suffix: 'expand',
      migration: `${before?.sql ?? ''}ALTER TABLE ${table.sql} ${added};\n\n${sync.create}${check.sql}`,
      rollback: `${check.back}${sync.drop}ALTER TABLE ${table.sql} ${dropped};\n${before?.back ?? ''}`,
    },
    {
      suffix: 'backfill',
      migration: inBatches(table.sql, fill, `${first} IS NULL AND ${oldName} IS NOT NULL`),
      rollback:
        '-- orgdb:allow rollback-missing The values go with the columns, which the step before takes back.\n',
    },
    ...(old.notNull ? [{ suffix: 'validate', migration: validated.sql, rollback: validated.back }] : []),
    {
      suffix: 'contract',
      migration: `-- Deploy this when no program reads or writes ${old.name} any more.\n${sync.drop}-- orgdb:allow data-dropped ${names.join(', ')} ${names.length === 1 ? 'holds' : 'hold'} the same values.\nALTER TABLE ${table.sql} DROP COLUMN ${oldName};\n`,
      rollback: `ALTER TABLE ${table.sql} ADD COLUMN ${oldName} ${old.type};\nUPDATE ${table.sql} SET ${oldName} = ${replacement.back};\n${old.notNull ? `ALTER TABLE ${table.sql} ALTER COLUMN ${oldName} SET NOT NULL;\n` : ''}${sync.create}`,
    },
  ];
}

function synchronise({ table, old, columns, back }: Replacement): { create: string; drop: string } {
  const trigger = quoteIdentifier(objectName(table.bare, old.name, 'sync'));
  const name = `${quoteIdentifier(table.schema)}.${trigger}`;
  const row = '(SELECT NEW.*) AS changed';
  const field = (column: string) => `NEW.${quoteIdentifier(column)}`;
  const forward = `SELECT ${columns.map(({ value }) => value).join(', ')} INTO ${columns.map((one) => field(one.name)).join(', ')} FROM ${row};`;
  const backward = `SELECT ${back} INTO ${field(old.name)} FROM ${row};`;
  const none = columns.map((one) => `${field(one.name)} IS NULL`).join(' AND ');
  const differs = (column: string) => `${field(column)} IS DISTINCT FROM OLD.${quoteIdentifier(column)}`;
  return {
    create: `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF ${none} THEN
      ${forward}
    ELSIF ${field(old.name)} IS NULL THEN
      ${backward}
    END IF;
  ELSIF ${differs(old.name)} THEN
    ${forward}
  ELSIF ${columns.map((one) => differs(one.name)).join(' OR ')} THEN
    ${backward}
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER ${trigger} BEFORE INSERT OR UPDATE ON ${table.sql} FOR EACH ROW EXECUTE FUNCTION ${name}();
`,
    drop: `DROP TRIGGER ${trigger} ON ${table.sql};\nDROP FUNCTION ${name}();\n`,
  };
}
