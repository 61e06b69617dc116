import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { readMigrationFiles } from '../check/files/migration-files.ts';
import { isConnectionLost } from '../database/connect.ts';
import { MigrateError } from '../errors.ts';
import {
  readHistory,
  recordApplied,
  recordChecksum,
  recordForgotten,
  recordRolledBack,
  rollbackProgress,
} from '../history/history.ts';
import { dropIndex, invalidIndexes, rebuildIndex } from '../indexes/invalid-indexes.ts';
import { NEXT } from '../next.ts';
import { continueMigration, dropLeftovers } from './continue.ts';
import { checksumOf, failedMigrations } from './diagnose.ts';
import type { Mend } from './finding.ts';
import { reorderMigration } from './reorder.ts';

export interface MendOptions {
  url: string;
  project: string;
  client: Client;
}

/**
 * Mends one thing; returns what was done, for people.
 *
 * @throws MigrateError CHOICE_INVALID when there is nothing of the kind to mend, MIGRATION_FAILED
 */
export async function mend(options: MendOptions, choice: Mend): Promise<string> {
  const { client, project } = options;
  switch (choice.action) {
    case 'rolled-back':
      await takeLeftovers(options, choice.migration);
      await recordRolledBack(client, choice.migration);
      return `${choice.migration} is recorded as rolled back.`;
    case 'applied':
      await requireFailed(options, choice.migration);
      await recordApplied(client, choice.migration, checksumOf(await scriptOf(project, choice.migration)));
      return `${choice.migration} is recorded as applied.`;
    case 'accept-edit':
      await requireApplied(options, choice.migration);
      await recordChecksum(client, choice.migration, checksumOf(await scriptOf(project, choice.migration)));
      return `The text of ${choice.migration} is recorded as it is now.`;
    case 'forget':
      await requireMissing(options, choice.migration);
      await recordForgotten(client, choice.migration);
      return `${choice.migration} is out of the history; what it made is still there.`;
    case 'restore':
      await restore(project, choice);
      return `${choice.migration} is restored, as it was applied.`;
    case 'continue':
      await continueMigration(options.url, client, await requireInterrupted(options, choice.migration));
      return `The rest of ${choice.migration} is applied.`;
    case 'reorder':
      return `${choice.migration} is now ${await reorderMigration({ project, name: choice.migration, client })}.`;
    case 'drop-index':
    case 'rebuild-index':
      return mendIndex(client, choice);
  }
}

async function mendIndex(
  client: Client,
  { action, schema, index }: Mend & { index: string; schema: string },
) {
  const found = (await invalidIndexes(client)).find((one) => one.schema === schema && one.name === index);
  if (found === undefined) return `${schema}.${index} is valid, or gone.`;
  if (action === 'drop-index') {
    await dropIndex(client, found);
    return `The leftover ${schema}.${index} is dropped.`;
  }
  try {
    await rebuildIndex(client, found);
  } catch (cause) {
    if (isConnectionLost(cause)) throw cause;
    throw new MigrateError(
      'MIGRATION_FAILED',
      `${schema}.${index} cannot be built: ${(cause as Error).message}. Correct the rows of ${found.table}, or drop the index.`,
      { cause, next: NEXT.recover },
    );
  }
  return `${schema}.${index} is built anew.`;
}

async function requireFailed({ client, project }: MendOptions, name: string) {
  const files = await readMigrationFiles(path.join(project, 'prisma', 'migrations'));
  const failed = failedMigrations(await readHistory(client), new Map(files.map((one) => [one.name, one])));
  const found = failed.find(({ row }) => row.name === name);
  if (found !== undefined) return found;
  throw new MigrateError('CHOICE_INVALID', `No migration ${name} was begun here and did not end.`, {
    next: NEXT.explain,
  });
}

async function requireApplied({ client }: MendOptions, name: string): Promise<void> {
  if ((await readHistory(client)).some((row) => row.name === name && row.finished)) return;
  throw new MigrateError('CHOICE_INVALID', `No migration ${name} is applied here.`, { next: NEXT.explain });
}

/** One that the checkout has would be pending again, and run on top of what it made. */
async function requireMissing({ client, project }: MendOptions, name: string): Promise<void> {
  const recorded = (await readHistory(client)).some((row) => row.name === name);
  if (recorded && !existsSync(path.join(project, 'prisma', 'migrations', name))) return;
  throw new MigrateError(
    'CHOICE_INVALID',
    recorded
      ? `${name} is in this checkout: forgotten, it would be deployed again, on top of what it made. "orgdb migrate rollback" takes it back.`
      : `The history holds no migration ${name}.`,
    { next: NEXT.explain },
  );
}

async function requireInterrupted(options: MendOptions, name: string) {
  const failed = await requireFailed(options, name);
  if (rollbackProgress(failed.row) === undefined) return failed;
  throw new MigrateError(
    'CHOICE_INVALID',
    `${name} is half taken back, so it cannot be gone on with: part of what it made is gone.`,
    { next: NEXT.explain },
  );
}

async function takeLeftovers({ client, project }: MendOptions, name: string): Promise<void> {
  const row = (await readHistory(client)).find((one) => one.name === name && !one.finished);
  if (row === undefined) await requireFailed({ client, project, url: '' }, name);
  const file = path.join(project, 'prisma', 'migrations', name, 'migration.sql');
  if (existsSync(file)) await dropLeftovers(client, await scriptOf(project, name));
}

async function scriptOf(project: string, name: string): Promise<string> {
  const files = await readMigrationFiles(path.join(project, 'prisma', 'migrations'));
  const found = files.find((one) => one.name === name);
  if (found !== undefined) return found.script;
  throw new MigrateError('CHOICE_INVALID', `There is no migration ${name} in this checkout.`, {
    next: NEXT.explain,
  });
}

async function restore(
  project: string,
  { migration, text, rollback }: Mend & { action: 'restore' },
): Promise<void> {
  const folder = path.join(project, 'prisma', 'migrations', migration);
  const file = path.join(folder, 'migration.sql');
  await mkdir(folder, { recursive: true });
  if (existsSync(file)) await rename(file, path.join(folder, 'migration.edited.sql'));
  await writeFile(file, text);
  const back = path.join(folder, 'rollback.sql');
  if (rollback !== undefined && !existsSync(back)) await writeFile(back, rollback);
}
