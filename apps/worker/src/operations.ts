import { toDbError } from '@org/db';
import pg from 'pg';
import type { Log } from './log.ts';

/** How many whole months tracks are kept: in the table, and in all. */
export interface TrackPolicy {
  readonly archiveAfterMonths: number;
  readonly dropAfterMonths: number;
}

/** What the worker's own role may do for all tenants: list them, and care for partitions and for what is kept. */
export interface Operations {
  /** Ids of the tenants that are open; nothing else of them. */
  listTenants(): Promise<string[]>;
  /** Makes the missing monthly partitions of the audit, and returns how many. */
  ensureAuditPartitions(monthsAhead: number): Promise<number>;
  /** Makes the missing monthly partitions of the tracks, and returns how many. */
  ensureLocationPartitions(monthsAhead: number): Promise<number>;
  /** Moves months of tracks to the archive, and drops the oldest; returns how many of each. */
  retireLocationPartitions(policy: TrackPolicy): Promise<{ archived: number; dropped: number }>;
  /** Forgets at most so many changes that are older than so many days, and returns how many. */
  pruneChanges(keepDays: number, batch: number): Promise<number>;
  /** Ids of the open tenants at which a webhook is due, in one query. */
  listTenantsWithDueWebhooks(): Promise<string[]>;
  /** Forgets at most so many events of webhooks that are older than so many days, and returns how many. */
  pruneWebhooks(keepDays: number, batch: number): Promise<number>;
  /** Forgets counts of logins that say nothing any more, and returns how many. */
  pruneLoginRates(): Promise<number>;
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
    async ensureLocationPartitions(monthsAhead) {
      const rows = await query<{ made: number }>('select workforce.ensure_location_partitions($1) as made', [
        monthsAhead,
      ]);
      return rows[0]?.made ?? 0;
    },
    async retireLocationPartitions({ archiveAfterMonths, dropAfterMonths }) {
      const rows = await query<{ archived: number; dropped: number }>(
        'select archived, dropped from workforce.retire_location_partitions($1, $2)',
        [archiveAfterMonths, dropAfterMonths],
      );
      return rows[0] ?? { archived: 0, dropped: 0 };
    },
    async pruneChanges(keepDays, batch) {
      const rows = await query<{ pruned: number }>('select workforce.prune_changes($1, $2) as pruned', [
        keepDays,
        batch,
      ]);
      return rows[0]?.pruned ?? 0;
    },
    async listTenantsWithDueWebhooks() {
      const rows = await query<{ id: string }>('select id from core.tenants_with_due_webhooks() as id');
      return rows.map(({ id }) => id);
    },
    async pruneWebhooks(keepDays, batch) {
      const rows = await query<{ pruned: number }>('select core.prune_webhooks($1, $2) as pruned', [
        keepDays,
        batch,
      ]);
      return rows[0]?.pruned ?? 0;
    },
    async pruneLoginRates() {
      const rows = await query<{ pruned: number }>('select core.prune_login_rates() as pruned');
      return rows[0]?.pruned ?? 0;
    },
    close: () => pool.end(),
  };
}
