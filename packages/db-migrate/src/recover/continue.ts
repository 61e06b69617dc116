import type { Client } from 'pg';
import { parseScript } from '../check/parse/parse-script.ts';
import { MigrateError } from '../errors.ts';
import { concurrentBuilds, indexName } from '../indexes/concurrent-builds.ts';
import { dropIndex, invalidIndexes, isValidIndex } from '../indexes/invalid-indexes.ts';
import { NEXT } from '../next.ts';
import { loadEngine } from '../script/engine.ts';
import { type FailedMigration, standingOf } from './failed.ts';

/** Milliseconds to wait for a lock on a table, as a deploy does. */
const LOCK_TIMEOUT = 5000;

/**
 * Runs what is left of a migration that ended half-way. A statement that was begun outside of a transaction is looked
 * at first: an index that is there and valid is not built again, and what an interrupted build left is taken away.
 *
 * @throws MigrateError MIGRATION_FAILED with PostgreSQL's words
 */
export async function continueMigration(url: string, client: Client, failed: FailedMigration): Promise<void> {
  const { row, files } = failed;
  const { done, begun, refused } = await standingOf(failed);
  const ended = begun !== undefined && refused === undefined && (await hasEnded(client, begun));
  await dropLeftovers(client, files.script);
  const { resumeMigration } = await loadEngine();
  try {
    await resumeMigration({
      url,
      id: row.id,
      script: files.script,
      from: ended ? done + 1 : done,
      lockTimeout: LOCK_TIMEOUT,
    });
  } catch (cause) {
    await dropLeftovers(client, files.script);
    throw new MigrateError(
      'MIGRATION_FAILED',
      `The rest of ${row.name} failed.\n${(cause as Error).message}\nCorrect its cause, mostly the rows.`,
      { cause, next: NEXT.recover },
    );
  }
}

/** Takes away what interrupted builds of a migration left; returns their names. */
export async function dropLeftovers(client: Client, script: string): Promise<string[]> {
  const builds = await concurrentBuilds(script);
  const rebuilds = /\bREINDEX\b/i.test(script);
  const left = (await invalidIndexes(client)).filter(
    (index) => builds.has(indexName(index)) || (rebuilds && index.temporary),
  );
  for (const index of left) await dropIndex(client, index);
  return left.map(indexName);
}

async function hasEnded(client: Client, statement: string): Promise<boolean> {
  const { statements } = await parseScript(statement);
  const [change] = statements[0]?.changes ?? [];
  if (change?.kind === 'create-index' && change.name !== undefined) {
    return isValidIndex(client, `${change.table.slice(0, change.table.indexOf('.'))}.${change.name}`);
  }
  if (change?.kind === 'drop-index') {
    const { rows } = await client.query<{ gone: boolean }>(
      `SELECT NOT EXISTS (SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('i', 'I') AND n.nspname || '.' || c.relname = $1) AS gone`,
      [change.index],
    );
    return rows[0]?.gone === true;
  }
  return false;
}
