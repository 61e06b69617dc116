import { randomInt } from 'node:crypto';
import type { Client } from 'pg';
import { quoteIdentifier } from '../../derive/quote.ts';
import { quoteTable } from '../../observe/watcher.ts';
import { candidate } from './candidates.ts';
import { readShapes, type TableShape } from './table-shape.ts';

const NOT_NULL = '23502';
const CHECK = '23514';
/** How often a row is tried before its table is given up. Checks are met by trying, not by understanding them. */
const TRIES = 400;

/** What was made, and which tables stay empty, each with the reason of the last try. */
export interface GeneratedRows {
  readonly filled: readonly string[];
  readonly empty: readonly { readonly table: string; readonly reason: string }[];
}

type Values = Map<string, string | null>;

/**
 * Writes a few rows into every table that has none: types, enums, keys and foreign keys are read from the catalog, and values that
 * a check refuses are replaced until it accepts. Tables come after those that they refer to.
 *
 * @param client a role that may write to all tables and sees all rows
 */
export async function generateRows(client: Client, rowsPerTable = 3): Promise<GeneratedRows> {
  const empty: TableShape[] = [];
  for (const shape of await readShapes(client)) {
    const { rows } = await client.query(`SELECT FROM ${quoteTable(shape.name)} LIMIT 1`);
    if (rows.length === 0) empty.push(shape);
  }
  const filled: string[] = [];
  let left = empty;
  let reasons = new Map<string, string>();
  // What a trigger or another table's rows make possible may come later, so as long as one is filled the others are tried again.
  for (let before = -1; left.length > 0 && left.length !== before; ) {
    before = left.length;
    reasons = new Map();
    for (const shape of left) {
      const reason = await fill(client, shape, rowsPerTable);
      if (reason === undefined) filled.push(shape.name);
      else reasons.set(shape.name, reason);
    }
    left = left.filter(({ name }) => reasons.has(name));
  }
  return { filled, empty: [...reasons].map(([table, reason]) => ({ table, reason })) };
}

/** @returns why there is not a single row */
async function fill(client: Client, shape: TableShape, wanted: number): Promise<string | undefined> {
  let made = 0;
  let reason = '';
  /** Columns that get a value although they need none, because a check asks for it. */
  const active = new Set(shape.columns.filter((column) => needed(column)).map(({ name }) => name));
  /** Values of the last try that nothing was said against. */
  let kept: Values = new Map();
  for (let tries = 0; tries < TRIES && made < wanted; tries += 1) {
    const values = await draw(client, shape, active, kept);
    kept = new Map();
    if (values === undefined) {
      reason = 'a table that it refers to has no row that fits';
      continue;
    }
    await client.query('BEGIN');
    try {
      await insert(client, shape, values);
      await client.query('COMMIT');
      made += 1;
    } catch (error) {
      await client.query('ROLLBACK');
      const { code, constraint, column, message } = error as {
        code?: string;
        constraint?: string;
        column?: string;
        message: string;
      };
      reason = message;
      if (code === undefined) throw error;
      if (code === NOT_NULL && column !== undefined) active.add(column);
      // By halves, so that a check that wants one of several columns is met as well as one that wants all.
      if (code === CHECK) {
        kept = values;
        for (const name of shape.checks.find((check) => check.name === constraint)?.columns ?? []) {
          kept.delete(name);
          if (randomInt(2) === 0) active.add(name);
          else if (!shape.columns.some((one) => one.name === name && needed(one))) active.delete(name);
        }
      }
    }
  }
  return made === 0 ? reason : undefined;
}

const needed = (column: { required: boolean; hasDefault: boolean; generated: boolean }) =>
  column.required && !column.hasDefault && !column.generated;

/** Values for the active columns; undefined when a required reference finds no row. */
async function draw(
  client: Client,
  shape: TableShape,
  active: ReadonlySet<string>,
  kept: Values,
): Promise<Values | undefined> {
  const values: Values = new Map();
  // A default may be a tenant that is not set here.
  const required = (name: string) =>
    active.has(name) ||
    shape.columns.some((one) => one.name === name && (one.required || one.hasDefault) && !one.generated);
  // Those that fix most columns first, so that the tenant of one row decides on the tenant of the others.
  for (const key of shape.foreignKeys.toSorted((a, b) => b.columns.length - a.columns.length)) {
    if (!key.columns.every(required)) continue;
    const fixed = key.columns.flatMap((name, index) =>
      values.has(name) ? [{ column: key.referenced[index] ?? '', value: values.get(name) ?? null }] : [],
    );
    const where = fixed.map(({ column }, index) => `${quoteIdentifier(column)}::text = $${index + 1}`);
    const { rows } = await client.query<Record<string, string>>(
      `SELECT ${key.referenced.map((name) => `${quoteIdentifier(name)}::text`).join(', ')} FROM ${quoteTable(key.references)}
       ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY random() LIMIT 1`,
      fixed.map(({ value }) => value),
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    for (const [index, name] of key.columns.entries())
      values.set(name, row[key.referenced[index] ?? ''] ?? null);
  }
  for (const column of shape.columns) {
    if (values.has(column.name) || column.generated || !active.has(column.name)) continue;
    const checks = shape.checks.filter((check) => check.columns.includes(column.name));
    const literals = checks.flatMap(({ definition }) =>
      [...definition.matchAll(/'([^']*)'/g)].map(([, text = '']) => text),
    );
    // Some checks want two columns to be the same.
    const others = shape.columns
      .filter(
        ({ name, base }) => base === column.base && checks.some(({ columns }) => columns.includes(name)),
      )
      .flatMap(({ name }) => values.get(name) ?? []);
    const other = others.length > 0 && randomInt(2) === 0 ? others[randomInt(others.length)] : undefined;
    values.set(column.name, kept.get(column.name) ?? other ?? candidate(column, literals));
  }
  return values;
}

async function insert(client: Client, shape: TableShape, values: Values): Promise<void> {
  const columns = shape.columns.filter(({ name }) => values.has(name));
  const target = quoteTable(shape.name);
  if (columns.length === 0) {
    await client.query(`INSERT INTO ${target} DEFAULT VALUES`);
    return;
  }
  await client.query(
    `INSERT INTO ${target} (${columns.map(({ name }) => quoteIdentifier(name)).join(', ')})
     VALUES (${columns.map(({ type }, index) => `$${index + 1}::text::${type}`).join(', ')})`,
    columns.map(({ name }) => values.get(name) ?? null),
  );
}
