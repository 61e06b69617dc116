import type { Client } from 'pg';
import type { TenantTable } from './catalog.ts';

/**
 * How triggers are kept from firing on rows that are moved or erased. `replica`: for this connection alone; foreign keys are not looked
 * at either. `locked`: the tables' own triggers are off for the transaction, during which nobody else writes to the table; foreign
 * keys are looked at.
 */
export type Quiet = 'replica' | 'locked';

/** `replica` where the role may, which costs nobody else anything. */
export async function chooseQuiet(client: Client): Promise<Quiet> {
  const { rows } = await client.query<{ may: boolean }>(
    "SELECT has_parameter_privilege('session_replication_role', 'SET') AS may",
  );
  return rows[0]?.may ? 'replica' : 'locked';
}

/** One transaction in which triggers do not fire on `tables`; all of it or nothing, whenever the process or the server ends. */
export async function quietly<T>(
  client: Client,
  how: Quiet,
  tables: readonly TenantTable[],
  work: () => Promise<T>,
): Promise<T> {
  const silenced = how === 'replica' ? [] : tables.filter(({ triggers }) => triggers);
  await client.query('BEGIN');
  try {
    if (how === 'replica') await client.query('SET LOCAL session_replication_role = replica');
    for (const { sql } of silenced) await client.query(`ALTER TABLE ${sql} DISABLE TRIGGER USER`);
    const result = await work();
    for (const { sql } of silenced) await client.query(`ALTER TABLE ${sql} ENABLE TRIGGER USER`);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
