import path from 'node:path';
import type { Client } from 'pg';
import { type MigrationFiles, readMigrationFiles } from '../check/files/migration-files.ts';
import { parseScript } from '../check/parse/parse-script.ts';
import type { QualifiedName } from '../check/parse/tree.ts';
import { migrationStatus } from '../deploy/status.ts';
import { indexName } from '../indexes/concurrent-builds.ts';
import { invalidIndexes } from '../indexes/invalid-indexes.ts';
import { loadEngine } from '../script/engine.ts';
import { blockedBy, type LockMode, locksOf } from './locks.ts';
import { countKinds } from './statement-kind.ts';

export interface PlannedLock {
  /** `schema.name`. */
  readonly table: string;
  readonly mode: LockMode;
  readonly blocks: 'nobody' | 'writes' | 'reads and writes';
  /** By PostgreSQL's statistics; undefined for a table that was never counted, or that is not there. */
  readonly rows: number | undefined;
}

export interface PlannedMigration {
  readonly name: string;
  /** How many statements of each kind. */
  readonly statements: Readonly<Record<string, number>>;
  /** All or nothing; else in steps, of which those that cannot share a transaction run by themselves. */
  readonly oneTransaction: boolean;
  /** Locks on tables that were there before the pending migrations. */
  readonly locks: readonly PlannedLock[];
  readonly rollback: boolean;
}

/** What a deploy would do. */
export interface DeployPlan {
  readonly migrations: readonly PlannedMigration[];
  /** Indexes that are not valid, as `schema.name`: leftovers of builds that were interrupted. */
  readonly invalidIndexes: readonly string[];
}

/**
 * Tells what a deploy would do to a database; reads only.
 *
 * @throws MigrateError MIGRATIONS_MISSING
 */
export async function planDeploy(client: Client, project: string): Promise<DeployPlan> {
  const { pending } = await migrationStatus(client, project);
  const files = await readMigrationFiles(path.join(project, 'prisma', 'migrations'));
  const chosen = files.filter(({ name }) => pending.includes(name));
  const newTables = new Set<QualifiedName>();
  const drafts: Draft[] = [];
  for (const one of chosen) drafts.push(await draftOf(one, newTables));
  const rows = await estimatedRows(client, new Set(drafts.flatMap(({ locks }) => [...locks.keys()])));
  return {
    migrations: drafts.map(({ locks, ...draft }) => ({
      ...draft,
      locks: [...locks].map(([table, mode]) => ({
        table,
        mode,
        blocks: blockedBy(mode),
        rows: rows.get(table),
      })),
    })),
    invalidIndexes: (await invalidIndexes(client)).map(indexName),
  };
}

type Draft = Omit<PlannedMigration, 'locks'> & { readonly locks: Map<QualifiedName, LockMode> };

async function draftOf(
  { name, script, rollback }: MigrationFiles,
  newTables: Set<QualifiedName>,
): Promise<Draft> {
  const { scriptSteps } = await loadEngine();
  const [steps, { statements }] = await Promise.all([scriptSteps(script), parseScript(script)]);
  return {
    name,
    statements: countKinds(steps.statements.map(({ text }) => text)),
    oneTransaction: steps.oneTransaction,
    locks: locksOf(
      statements.flatMap(({ changes }) => changes),
      newTables,
    ),
    rollback: rollback !== undefined,
  };
}

async function estimatedRows(client: Client, tables: ReadonlySet<string>): Promise<Map<string, number>> {
  // A partitioned table has no rows of its own, and its estimate may never have been made: its partitions have.
  const { rows } = await client.query<{ name: string; rows: string }>(
    `SELECT n.nspname || '.' || c.relname AS name,
       CASE c.relkind WHEN 'r' THEN nullif(c.reltuples, -1) ELSE (
         SELECT sum(leaf.reltuples) FROM pg_partition_tree(c.oid) AS t JOIN pg_class AS leaf ON leaf.oid = t.relid
         WHERE t.isleaf AND leaf.reltuples >= 0) END AS rows
     FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname || '.' || c.relname = ANY ($1)`,
    [[...tables]],
  );
  return new Map(
    rows.flatMap(({ name, rows: count }) => (count === null ? [] : [[name, Number(count)] as const])),
  );
}
