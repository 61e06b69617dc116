import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { compareCatalogs, type Difference } from '../catalog/compare-catalogs.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { describeUrl, withConnection } from '../database/connect.ts';
import { withScratchDatabase } from '../database/scratch.ts';
import type { MigrationStatus } from '../deploy/status.ts';
import { MigrateError } from '../errors.ts';
import { applyScript, ScriptFailure } from '../script/run-script.ts';
import type { AdoptOptions } from './adopt.ts';
import type { Adoption } from './adoption.ts';
import { record } from './record.ts';

/** After how many of the last migrations a long history's catalog is compared: more would be a guess, and take minutes. */
const LOOKED_AT = 40;

interface Migration {
  readonly name: string;
  readonly script: string;
}

interface Match {
  readonly index: number;
  readonly differences: readonly Difference[];
}

/** Records the migrations of a project up to the one after which the database is as it is. */
export async function joinHistory(options: AdoptOptions, status: MigrationStatus): Promise<Adoption> {
  const { url, project, dryRun = false, onProgress = () => undefined } = options;
  const common = { database: describeUrl(url), written: [], notes: [] };
  if (status.pending.length === 0) return { ...common, outcome: 'managed', recorded: [], pending: [] };
  const migrations = await readScripts(project);
  const actual = await withConnection(url, (client) => readCatalog(client));
  onProgress(`comparing with what ${migrations.length} migrations make, on a scratch database`);
  const { index, differences } = await closest(url, migrations, actual);
  const names = migrations.map(({ name }) => name);
  const pending = names.slice(index + 1).filter((name) => status.pending.includes(name));
  if (differences.length > 0) {
    const migration = names[index] ?? '';
    return { ...common, outcome: 'differs', recorded: [], pending: [], closest: { migration, differences } };
  }
  const missing = migrations.slice(0, index + 1).filter(({ name }) => status.pending.includes(name));
  const recorded = missing.map(({ name }) => name);
  if (missing.length === 0) return { ...common, outcome: 'managed', recorded, pending };
  if (dryRun) return { ...common, outcome: 'planned', recorded, pending };
  onProgress(`recording ${missing.length} migrations as applied`);
  await record(
    url,
    project,
    missing.map(({ name, script }) => ({
      name,
      checksum: createHash('sha256').update(script).digest('hex'),
    })),
  );
  return { ...common, outcome: 'adopted', recorded, pending };
}

/** The last migration after which nothing differs, or the one after which least does. */
async function closest(url: string, migrations: readonly Migration[], actual: Catalog): Promise<Match> {
  const last = migrations.length - 1;
  // Mostly the database is up to date, and then one catalog is enough.
  const [match] = await matches(url, migrations, actual, last);
  if (match === undefined || match.differences.length === 0) return match ?? { index: -1, differences: [] };
  const before = await matches(url, migrations.slice(0, -1), actual, migrations.length - LOOKED_AT);
  return before.reduce((best, one) => (one.differences.length < best.differences.length ? one : best), match);
}

/** What differs after each migration from the one of index `from`, the last first. */
async function matches(
  url: string,
  migrations: readonly Migration[],
  actual: Catalog,
  from: number,
): Promise<Match[]> {
  return withScratchDatabase(url, async (scratch) => {
    const found: Match[] = [];
    for (const [index, { name, script }] of migrations.entries()) {
      await withConnection(scratch, (client) => applyScript(client, script)).catch((cause: Error) => {
        if (!(cause instanceof ScriptFailure)) throw cause;
        throw new MigrateError(
          'MIGRATION_FAILED',
          `${name} fails on a scratch database: ${cause.message}. What the migrations make cannot be told.`,
          { cause },
        );
      });
      if (index < from) continue;
      const made = await withConnection(scratch, (client) => readCatalog(client));
      found.unshift({ index, differences: compareCatalogs(made, actual) });
    }
    return found;
  });
}

async function readScripts(project: string): Promise<Migration[]> {
  const directory = path.join(project, 'prisma', 'migrations');
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  return Promise.all(
    names.map(async (name) => ({
      name,
      script: await readFile(path.join(directory, name, 'migration.sql'), 'utf8'),
    })),
  );
}
