import { OperationsError } from '../errors.ts';
import type { ArchivedTable, Manifest } from './archive.ts';
import type { TenantTable } from './catalog.ts';

/** A table of an archive, and the one of this database that takes its rows. */
export interface Match {
  readonly archived: ArchivedTable;
  readonly table: TenantTable;
}

/**
 * Pairs the tables of an archive with those of the database, in the database's order.
 *
 * @param skip tables of the archive whose rows are left out
 * @throws OperationsError SCHEMA_DIFFERS names every difference that would lose or refuse rows
 */
export function matchTables(
  manifest: Manifest,
  tables: readonly TenantTable[],
  here: string | null,
  skip: readonly string[],
): Match[] {
  const wanted = manifest.tables.filter(({ name, rows }) => rows > 0 && !skip.includes(name));
  const problems = skip
    .filter((name) => !manifest.tables.some((table) => table.name === name))
    .map((name) => `the archive has no table ${name} to skip`);
  const matches: Match[] = [];
  for (const archived of wanted) {
    const table = tables.find(({ name }) => name === archived.name);
    if (table === undefined) problems.push(`${archived.name} is missing (${archived.rows} rows)`);
    else problems.push(...differences(archived, table));
    if (table) matches.push({ archived, table });
  }
  if (problems.length > 0) {
    throw new OperationsError(
      'SCHEMA_DIFFERS',
      `The archive was made after migration ${manifest.migration ?? '(none)'}, this database is at ${here ?? '(none)'}, and the rows do not fit: ${problems.join('; ')}. Migrate the older one, or leave tables out by name (--skip).`,
    );
  }
  return tables.flatMap((table) => matches.filter((match) => match.table === table));
}

function differences({ name, columns }: ArchivedTable, table: TenantTable): string[] {
  const here = new Map(table.columns.map((column) => [column.name, column]));
  const there = new Set(columns.map((column) => column.name));
  return [
    ...columns.flatMap((column) => {
      const type = here.get(column.name)?.type;
      if (type === undefined) return [`${name}.${column.name} is missing`];
      return type === column.type ? [] : [`${name}.${column.name} is ${type}, not ${column.type}`];
    }),
    ...table.columns
      .filter((column) => !there.has(column.name) && !column.optional)
      .map((column) => `${name}.${column.name} needs a value that the archive does not have`),
  ];
}
