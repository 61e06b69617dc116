import type { Client } from 'pg';

/** A row of Prisma's history that was not rolled back. */
export interface HistoryRow {
  readonly id: string;
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
  /** ISO 8601. */
  readonly started: string;
  /** From its beginning to its end; undefined as long as it has none. */
  readonly milliseconds: number | undefined;
  /** Of one that ended half-way: how many statements are known to have been applied. */
  readonly steps: number;
  /** What PostgreSQL said, or how far it came. */
  readonly logs: string;
}

interface Row {
  id: string;
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  started_at: Date;
  milliseconds: string | null;
  applied_steps_count: number;
  logs: string | null;
}

/** Begins the log of a migration that is being taken back in several transactions. */
export const ROLLBACK_UNDER_WAY = 'orgdb rollback under way, statements done: ';

/** How far a migration has been taken back. */
export interface RollbackProgress {
  /** Statements of its rollback.sql. */
  readonly done: number;
  /** What was noted of it when it began: what is lost, and who signed for that. */
  readonly note: string;
}

/** How far it came, of a migration that is half taken back; undefined for others. */
export function rollbackProgress({ finished, logs }: HistoryRow): RollbackProgress | undefined {
  if (finished || !logs.startsWith(ROLLBACK_UNDER_WAY)) return undefined;
  const [done = '', ...note] = logs.slice(ROLLBACK_UNDER_WAY.length).split('\n');
  return { done: Number(done), note: note.join('\n') };
}

/** Whether the database has a history of Prisma's at all. */
export async function hasHistory(client: Client): Promise<boolean> {
  const { rows } = await client.query("SELECT to_regclass('public._prisma_migrations') AS history");
  return rows[0]?.history !== null;
}

/** Whether anything was ever recorded, be it rolled back. */
export async function wasRecorded(client: Client): Promise<boolean> {
  if (!(await hasHistory(client))) return false;
  const { rowCount } = await client.query('SELECT FROM public._prisma_migrations LIMIT 1');
  return rowCount === 1;
}

/** The history in order of its beginnings; empty where there is none. */
export async function readHistory(client: Client): Promise<HistoryRow[]> {
  if (!(await hasHistory(client))) return [];
  const { rows } = await client.query<Row>(
    `SELECT id, migration_name, checksum, started_at, finished_at, applied_steps_count, logs,
       extract(epoch FROM finished_at - started_at) * 1000 AS milliseconds
     FROM public._prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.migration_name,
    checksum: row.checksum,
    finished: row.finished_at !== null,
    started: row.started_at.toISOString(),
    milliseconds: row.milliseconds === null ? undefined : Math.max(0, Math.round(Number(row.milliseconds))),
    steps: row.applied_steps_count,
    logs: row.logs?.trim() ?? '',
  }));
}

/** As `prisma migrate resolve --rolled-back` does. */
export async function recordRolledBack(client: Client, name: string): Promise<void> {
  await client.query(
    `UPDATE public._prisma_migrations SET rolled_back_at = now()
     WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL`,
    [name],
  );
}

/** As `prisma migrate resolve --applied` does. */
export async function recordApplied(client: Client, name: string, checksum: string): Promise<void> {
  // One statement is one transaction: both, or neither.
  await client.query(
    `WITH ended AS (
       UPDATE public._prisma_migrations SET rolled_back_at = now()
       WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL
     )
     INSERT INTO public._prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES (gen_random_uuid()::text, $2, $1, now(), now(), 0)`,
    [name, checksum],
  );
}

/** Takes another text for the one that was applied. */
export async function recordChecksum(client: Client, name: string, checksum: string): Promise<void> {
  await client.query(
    `UPDATE public._prisma_migrations SET checksum = $2
     WHERE migration_name = $1 AND finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    [name, checksum],
  );
}

/** Takes a migration that was applied out of the history; what it made stays. */
export async function recordForgotten(client: Client, name: string): Promise<void> {
  await client.query(
    `UPDATE public._prisma_migrations SET rolled_back_at = now() WHERE migration_name = $1 AND rolled_back_at IS NULL`,
    [name],
  );
}

/** Gives a migration another name, with which it is the last one: Prisma compares the order of names with that of times. */
export async function recordName(client: Client, name: string, to: string): Promise<void> {
  await client.query(
    `UPDATE public._prisma_migrations SET migration_name = $2, started_at = now(),
       finished_at = CASE WHEN finished_at IS NULL THEN NULL ELSE now() END
     WHERE migration_name = $1`,
    [name, to],
  );
}
