import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { during, withConnection } from '../database/connect.ts';
import { MigrateError } from '../errors.ts';
import { applyScript, ScriptFailure } from './run-script.ts';

const HISTORY = `CREATE TABLE IF NOT EXISTS public._prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
  migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

/**
 * Applies migrations to a database that is thrown away afterwards, and records them as Prisma does. Without its command line, whose start takes
 * longer than this; and without what keeps a failed one whole.
 *
 * @param names folders of migrations that are not applied yet, in order
 * @throws MigrateError MIGRATION_FAILED, MIGRATIONS_MISSING, and as `withConnection`
 */
export async function applyHistory(url: string, project: string, names: readonly string[]): Promise<void> {
  await withConnection(url, async (client) => {
    await client.query(HISTORY);
    for (const name of names) {
      const script = await readScript(project, name);
      await during(url, `the migration ${name} was applied to a scratch database`, () =>
        applyOne(client, name, script),
      );
    }
  });
}

async function applyOne(client: Client, name: string, script: Buffer): Promise<void> {
  await applyScript(client, script.toString().replace(/^\uFEFF/, '')).catch((cause) => {
    if (!(cause instanceof ScriptFailure)) throw cause;
    throw new MigrateError(
      'MIGRATION_FAILED',
      `The migrations cannot be applied to an empty database: ${name} fails in line ${cause.line} with "${cause.message}".`,
      { cause },
    );
  });
  // What a script sets ends with it.
  await client.query('DISCARD ALL');
  await client.query(
    'INSERT INTO public._prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) VALUES (gen_random_uuid(), $2, now(), $1, 1)',
    [name, createHash('sha256').update(script).digest('hex')],
  );
}

async function readScript(project: string, name: string): Promise<Buffer> {
  const file = path.join(project, 'prisma', 'migrations', name, 'migration.sql');
  return readFile(file).catch((cause) => {
    throw new MigrateError('MIGRATIONS_MISSING', `The migration ${name} has no readable ${file}.`, { cause });
  });
}
