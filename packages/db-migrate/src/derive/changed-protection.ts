import type { Client } from 'pg';
import type { Table } from '../schema/read-tables.ts';
import { deriveProtection } from './protect.ts';
import { type Protection, type ProtectionPart, readProtection } from './read-protection.ts';

/** What the annotations of tables that are there already ask for, and the database does not have. */
export interface ChangedProtection {
  /** Statements that bring it about; empty when nothing changed. */
  readonly sql: string;
  /** Statements that take them back. */
  readonly back: string;
  /** `schema.table` of each table that changes. */
  readonly tables: string[];
}

const NOTHING: ChangedProtection = { sql: '', back: '', tables: [] };

/**
 * Compares the protection of tables with what their annotations ask for. PostgreSQL keeps conditions in words of its own, so what is
 * asked for is made, read and taken back again: all within a transaction that leaves nothing.
 *
 * @param client to a database of its own, with the migrations so far
 * @param before the new migration's statements so far, which the annotations may rest on
 * @returns nothing when these fail: who deploys them is told why
 */
export async function changedProtection(
  client: Client,
  before: string,
  tables: readonly Table[],
): Promise<ChangedProtection> {
  await client.query('BEGIN');
  try {
    if (!(await succeeds(client, before))) return NOTHING;
    const is = await readProtection(client, tables);
    await client.query(
      [...is.values()].flatMap((objects) => [...objects.values()].map(({ drop }) => drop)).join('\n'),
    );
    await client.query(deriveProtection(tables));
    return compare(is, await readProtection(client, tables));
  } finally {
    await client.query('ROLLBACK');
  }
}

async function succeeds(client: Client, script: string): Promise<boolean> {
  return client.query(script).then(
    () => true,
    () => false,
  );
}

function compare(is: Protection, asked: Protection): ChangedProtection {
  const tables: string[] = [];
  const sql: string[] = [];
  const back: string[] = [];
  for (const [table, wanted] of asked) {
    const had = is.get(table) ?? new Map<string, ProtectionPart>();
    const names = [...new Set([...had.keys(), ...wanted.keys()])];
    const changed = names.filter((name) => had.get(name)?.create !== wanted.get(name)?.create);
    if (changed.length === 0) continue;
    const gone = changed.flatMap((name) => had.get(name) ?? []);
    const come = changed.flatMap((name) => wanted.get(name) ?? []);
    tables.push(table);
    sql.push(
      `-- ${table}: isolation, rights, audit, encryption as the schema's annotations ask for now`,
      ...gone.map(({ drop }) => drop),
      ...come.map(({ create, isCheck }) => (isCheck ? create.replace(/;$/, ' NOT VALID;') : create)),
    );
    back.push(...come.map(({ drop }) => drop), ...gone.map(({ create }) => create));
  }
  return { sql: toScript(sql), back: toScript(back), tables };
}

function toScript(statements: readonly string[]): string {
  return statements.map((statement) => `${statement}\n`).join('');
}
