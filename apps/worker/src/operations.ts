import { toDbError } from '@org/db';
import pg from 'pg';
import type { Log } from './log.ts';

/** What the worker's own role may do for all tenants: list them, and care for the audit's partitions. */
export interface Operations {
  /** Ids of the tenants that are open; nothing else of them. */
  listTenants(): Promise<string[]>;
  /** Makes the missing monthly partitions of the audit, and returns how many. */
  ensureAuditPartitions(monthsAhead: number): Promise<number>;
  close(): Promise<void>;
}

/** Opens the worker's own connections. Nothing connects before the first call; all of them throw DbError. */
export function openOperations(url: string, log: Log): Operations {
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    connectionTimeoutMillis: 5_000,
    application_name: 'org-worker',
  });
  // Without a listener the loss of an idle connection would end the process.
  pool.on('error', (error) => log.debug({ err: toDbError(error) }, 'an idle connection was lost'));

  async function query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    try {
      return (await pool.query<Row>(text, values)).rows;
    } catch (error) {
      throw toDbError(error);
    }
  }
  return {
    async listTenants() {
      const rows = await query<{ id: string }>('select id from core.active_tenant_ids() as id');
      return rows.map(({ id }) => id);
    },
    async ensureAuditPartitions(monthsAhead) {
      const rows = await query<{ made: number }>('select core.ensure_audit_partitions($1) as made', [
        monthsAhead,
      ]);
      return rows[0]?.made ?? 0;
    },
    close: () => pool.end(),
  };
}
