import type { Client } from 'pg';
import type { MigrationFiles } from '../check/files/migration-files.ts';
import { createdSchemas } from '../derive/schemas.ts';
import { wasRecorded } from '../history/history.ts';
import { NEXT } from '../next.ts';
import type { RecoverFinding } from './finding.ts';

/** The tables that are there though no migration was ever recorded; none in a database that is empty or has a history. */
export async function unrecordedTables(client: Client, files: readonly MigrationFiles[]): Promise<string[]> {
  if (await wasRecorded(client)) return [];
  const schemas = new Set(['public', ...files.flatMap(({ script }) => createdSchemas(script))]);
  const { rows } = await client.query<{ name: string }>(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY ($1) AND c.relname <> '_prisma_migrations'
       AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1`,
    [[...schemas]],
  );
  return rows.map(({ name }) => name);
}

export function explainUnrecorded(tables: readonly string[]): RecoverFinding {
  const some = tables.slice(0, 5).join(', ') + (tables.length > 5 ? ' …' : '');
  return {
    kind: 'never-baselined',
    subject: '',
    happened: 'Tables were made by hand or by another tool, and no migration was ever recorded.',
    holds: `${tables.length} ${tables.length === 1 ? 'table' : 'tables'}: ${some}`,
    advice: 'Adopt the database: what it holds is compared and recorded, and nothing is made anew.',
    mend: undefined,
    certain: false,
    command: NEXT.adopt,
  };
}
