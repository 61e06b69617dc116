import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withConnection } from '../database/connect.ts';
import { type ChangedProtection, changedProtection } from '../derive/changed-protection.ts';
import { derivePartitions, dropPartitionFunctions, partitionTables } from '../derive/partitions.ts';
import { createdTables, deriveProtection } from '../derive/protect.ts';
import { createdSchemas, deriveSchemaGrants } from '../derive/schemas.ts';
import { NOTHING } from '../prisma/compare.ts';
import type { Table } from '../schema/read-tables.ts';
import { applyHistory } from '../script/apply-history.ts';
import type { WrittenMigration } from './migration.ts';
import { deriveRollback, withoutTransactions } from './rollback.ts';
import { type FollowUp, safeSteps } from './safe-steps.ts';
import { timestampsAfter } from './timestamps.ts';

/** What Prisma has written, and where. */
export interface Draft {
  project: string;
  /** The scratch database, with the migrations before the new one. */
  url: string;
  /** Folder of the migrations. */
  migrations: string;
  /** Folder with the migrations as they were before. */
  before: string;
  /** Name of the new one. */
  name: string;
  tables: readonly Table[];
}

/**
 * Makes a migration of Prisma's whole: unsafe steps go into migrations that follow, what Prisma does not know of is added (for new
 * tables, and for old ones whose annotations have changed), and each gets its way back. All are applied to the scratch database.
 *
 * @returns undefined when Prisma found nothing new; its migration is deleted then
 * @throws MigrateError MIGRATION_FAILED
 */
export async function completeMigration(draft: Draft): Promise<WrittenMigration | undefined> {
  const directory = path.join(draft.migrations, draft.name);
  const text = await readFile(path.join(directory, 'migration.sql'), 'utf8');
  const sql = text.startsWith(NOTHING) ? '' : text;
  const safe = await safeSteps(sql);
  const created = createdTables(sql, draft.tables);
  const additions = [
    deriveSchemaGrants(createdSchemas(sql)),
    deriveProtection(created),
    derivePartitions(created),
  ].filter(Boolean);
  const migration = partitionTables(safe.migration, created);
  const changed = await changedAnnotations(draft, [migration, ...additions].join('\n'), created);
  if (sql === '' && changed.sql === '') {
    await rm(directory, { recursive: true });
    return undefined;
  }
  const [alone, ...others] = safe.followUps;
  // A migration of indexes only is not divided: it is built concurrently as it is.
  const isAlone = migration === '' && changed.sql === '' && alone !== undefined;
  const problem = isAlone
    ? await writeFiles(directory, alone)
    : await writeMain(
        draft,
        directory,
        [migration, ...additions, changed.sql].filter(Boolean),
        `${changed.back}${dropPartitionFunctions(created)}${safe.back}`,
      );
  const followUps = await writeFollowUps(draft, isAlone ? others : safe.followUps);
  await applyHistory(draft.url, draft.project, isAlone ? [draft.name, ...followUps] : followUps);
  return {
    name: draft.name,
    directory,
    followUps,
    tables: created.map((table) => `${table.schema}.${table.name}`),
    changedTables: changed.tables,
    warnings: [
      ...readWarnings(sql),
      ...safe.required.map(
        (column) =>
          `${column} becomes required: ${followUps.at(-1)} fails as long as rows are null, so fill them before.`,
      ),
      ...(changed.sql.includes(' NOT VALID;')
        ? [
            'What is to be encrypted from now on may stand in rows as plain text. Encrypt it, then let a later migration VALIDATE the CONSTRAINT.',
          ]
        : []),
      ...(problem === undefined ? [] : [`rollback.sql has to be completed by hand: ${problem}`]),
    ],
  };
}

function changedAnnotations(
  { url, tables }: Draft,
  migration: string,
  created: readonly Table[],
): Promise<ChangedProtection> {
  const old = tables.filter((table) => !created.includes(table));
  return withConnection(url, (client) => changedProtection(client, withoutTransactions(migration), old));
}

async function writeMain(
  draft: Draft,
  directory: string,
  parts: readonly string[],
  back: string,
): Promise<string | undefined> {
  const migration = parts.map((text) => text.trimEnd()).join('\n\n');
  await writeFile(path.join(directory, 'migration.sql'), `${migration}\n`);
  const rollback = await deriveRollback({ ...draft, migration, back });
  await writeFile(path.join(directory, 'rollback.sql'), rollback.script);
  return rollback.problem;
}

async function writeFollowUps(draft: Draft, followUps: readonly FollowUp[]): Promise<string[]> {
  const stamps = timestampsAfter([draft.name], followUps.length);
  const base = draft.name.replace(/^\d+_/, '');
  const names: string[] = [];
  for (const [index, followUp] of followUps.entries()) {
    const name = `${stamps[index]}_${base}_${followUp.suffix}`;
    const directory = path.join(draft.migrations, name);
    await mkdir(directory);
    await writeFiles(directory, followUp);
    names.push(name);
  }
  return names;
}

async function writeFiles(directory: string, { migration, rollback }: FollowUp): Promise<undefined> {
  await writeFile(path.join(directory, 'migration.sql'), migration);
  await writeFile(path.join(directory, 'rollback.sql'), rollback);
}

// Prisma opens the script with a comment that lists them.
function readWarnings(sql: string): string[] {
  const [, comment = ''] = /^\/\*\s+Warnings:\n(.*?)\*\//s.exec(sql) ?? [];
  return [...comment.matchAll(/^\s+- (.+)$/gm)].flatMap(([, text]) => text ?? []);
}
