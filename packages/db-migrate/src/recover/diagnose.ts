import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Client } from 'pg';
import { type MigrationFiles, readMigrationFiles } from '../check/files/migration-files.ts';
import { readPublished } from '../check/published/published.ts';
import { type HistoryRow, readHistory } from '../history/history.ts';
import { concurrentBuilds, indexName } from '../indexes/concurrent-builds.ts';
import { type InvalidIndex, invalidIndexes } from '../indexes/invalid-indexes.ts';
import { explainUnrecorded, unrecordedTables } from './baseline.ts';
import { explainEdited } from './edited.ts';
import { explainFailed, type FailedMigration } from './failed.ts';
import { commandOf, type Mend, type RecoverFinding } from './finding.ts';
import { explainMissing } from './missing.ts';
import { explainOrder } from './order.ts';

/** How a database's history stands, and what is wrong with it. */
export interface Diagnosis {
  readonly findings: readonly RecoverFinding[];
  /** In the order in which a deploy would apply them. */
  readonly pending: readonly string[];
}

/**
 * Names and explains what is wrong with a database's history, and says which command mends it; reads only. What is in the
 * way of a deploy comes first.
 *
 * @throws MigrateError MIGRATIONS_MISSING
 */
export async function diagnose(client: Client, project: string): Promise<Diagnosis> {
  const files = await readMigrationFiles(path.join(project, 'prisma', 'migrations'));
  const tables = await unrecordedTables(client, files);
  if (tables.length > 0) return { findings: [explainUnrecorded(tables)], pending: [] };
  const local = new Map(files.map((one) => [one.name, one]));
  const history = await readHistory(client);
  const applied = new Set(history.filter(({ finished }) => finished).map(({ name }) => name));
  const findings: RecoverFinding[] = [];
  for (const failed of failedMigrations(history, local)) findings.push(await explainFailed(client, failed));
  for (const row of history) if (!local.has(row.name)) findings.push(await explainMissing(project, row));
  for (const row of history) {
    const own = local.get(row.name);
    if (own !== undefined && row.finished && checksumOf(own.script) !== row.checksum)
      findings.push(await explainEdited(project, row, own));
  }
  const names = files.map(({ name }) => name);
  findings.push(...explainOrder({ names, applied, published: await readPublished(project) }));
  const waiting = files.filter(({ name }) => !applied.has(name));
  findings.push(...(await explainIndexes(client, waiting)));
  return { findings, pending: waiting.map(({ name }) => name) };
}

/** The migrations that were begun and did not end, as far as the checkout has them. */
export function failedMigrations(
  history: readonly HistoryRow[],
  local: ReadonlyMap<string, MigrationFiles>,
): FailedMigration[] {
  return history.flatMap((row) => {
    const files = local.get(row.name);
    if (row.finished || files === undefined) return [];
    return [{ row, files, edited: checksumOf(files.script) !== row.checksum }];
  });
}

export function checksumOf(script: string): string {
  return createHash('sha256').update(script).digest('hex');
}

// Those that a migration is going to build are its deploy's to take away.
async function explainIndexes(client: Client, waiting: readonly MigrationFiles[]): Promise<RecoverFinding[]> {
  const invalid = await invalidIndexes(client);
  if (invalid.length === 0) return [];
  const builds = await Promise.all(waiting.map(({ script }) => concurrentBuilds(script)));
  return invalid.filter((index) => !builds.some((names) => names.has(indexName(index)))).map(explainIndex);
}

function explainIndex(index: InvalidIndex): RecoverFinding {
  const action = index.temporary && !index.constraint ? 'drop-index' : 'rebuild-index';
  const mend: Mend = { action, schema: index.schema, index: index.name };
  return {
    kind: 'invalid-index',
    subject: indexName(index),
    happened: 'A concurrent build, or a rebuild, was interrupted or failed.',
    holds: `An index on ${index.table} that is not valid: it slows each write down and answers no query.`,
    advice:
      action === 'drop-index'
        ? 'It is the copy that a rebuild was making: it can be dropped, the index itself is another.'
        : 'It can be built anew, beside readers and writers.',
    mend,
    certain: true,
    command: commandOf(mend),
  };
}
