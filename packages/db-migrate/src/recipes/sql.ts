import { type ColumnModel, type Model, schemaOf } from '../check/model/model.ts';
import type { ColumnType } from '../check/parse/tree.ts';
import { quoteIdentifier } from '../derive/quote.ts';
import { MigrateError } from '../errors.ts';

/** A table that a recipe works on. */
export interface RecipeTable {
  /** `schema.name`. */
  readonly name: string;
  readonly schema: string;
  /** The name without its schema. */
  readonly bare: string;
  /** As SQL. */
  readonly sql: string;
}

/** @throws MigrateError RECIPE_INVALID when the migrations make no such table */
export function recipeTable(model: Model, written: string): RecipeTable {
  const name = written.includes('.') ? written : `public.${written}`;
  if (!model.tables.has(name))
    throw invalid(`The migrations make no table ${written}. Name it as schema.table.`);
  const schema = schemaOf(name);
  const bare = name.slice(schema.length + 1);
  return { name, schema, bare, sql: `${quoteIdentifier(schema)}.${quoteIdentifier(bare)}` };
}

/** @throws MigrateError RECIPE_INVALID when the table has no such column */
export function recipeColumn(model: Model, table: RecipeTable, column: string): ColumnModel {
  const found = model.tables.get(table.name)?.columns.get(column);
  if (found === undefined) throw invalid(`${table.name} has no column ${column}.`);
  return found;
}

/** @throws MigrateError RECIPE_INVALID when the table has such a column */
export function requireNewColumn(model: Model, table: RecipeTable, column: string): void {
  if (model.tables.get(table.name)?.columns.has(column))
    throw invalid(`${table.name} has a column ${column} already.`);
}

/** The names of a comma-separated list. */
export function namesIn(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

export function quotedList(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(', ');
}

/** A column's type as SQL. */
export function typeSql({ name, modifiers, array }: ColumnType): string {
  const quoted = name.split('.').map(quoteIdentifier).join('.');
  return `${quoted}${modifiers.length > 0 ? `(${modifiers.join(', ')})` : ''}${array ? '[]' : ''}`;
}

/** A name that PostgreSQL does not cut: 63 bytes at most. */
export function objectName(...parts: readonly string[]): string {
  return parts.join('_').slice(0, 63);
}

export function invalid(message: string): MigrateError {
  return new MigrateError('RECIPE_INVALID', message);
}
