import { performance } from 'node:perf_hooks';
import type { Client } from 'pg';
import type { Catalog } from '../catalog/catalog.ts';
import { compareCatalogs, type Difference, withoutConsequences } from '../catalog/compare-catalogs.ts';
import { CATALOG_FORMAT, readCatalog } from '../catalog/read-catalog.ts';
import { withConnection } from '../database/connect.ts';
import { type MigrationStatus, migrationStatus, readMigrations } from '../deploy/status.ts';
import { MigrateError } from '../errors.ts';
import { type Expected, expectedCatalog } from './expected-catalog.ts';
import { readExpected, requireFitting, writeExpected } from './expected-file.ts';
import { ownedBy, withoutGivenAway } from './given-away.ts';
import { checkRoles, type RoleProblem } from './roles.ts';
import { type Drift, describeDrift } from './words.ts';

export interface VerifyOptions {
  /** Connection string of the migrating role, straight to the server. */
  readonly url: string;
  /** Folder with the migrations. */
  readonly project: string;
  /** How the services connect; their role is looked at as well. */
  readonly serviceUrl?: string | undefined;
  /** Folder in which what migrations make is kept between calls. */
  readonly cache?: string | undefined;
  /** A file of `writeExpectedCatalog`, for a server on which no scratch database may be made. */
  readonly expected?: string | undefined;
  readonly onProgress?: ((line: string) => void) | undefined;
}

export interface Verification {
  /** Nothing differs, no migration failed or was edited, and the roles are as promised. Pending migrations are no drift. */
  readonly ok: boolean;
  readonly migrations: MigrationStatus;
  /** What differs, without what follows from another difference. */
  readonly drift: readonly Drift[];
  readonly roles: readonly RoleProblem[];
  /** Objects that were compared. */
  readonly objects: number;
  /** Where the expected catalog came from. */
  readonly expected: Expected['source'];
  /** Milliseconds that reading the database and comparing took, and finding out what to expect. */
  readonly milliseconds: { readonly reading: number; readonly comparing: number; readonly expecting: number };
}

/** A comparison with everything that the SQL that mends it needs. */
export interface Comparison {
  readonly expected: Catalog;
  readonly actual: Catalog;
  readonly differences: readonly Difference[];
  readonly verification: Verification;
}

/**
 * Compares a database with what its applied migrations make, everything that Prisma does not know included, and looks at the
 * roles that programs use. Changes nothing but for a scratch database beside it, when the migrations are new to the cache.
 *
 * @throws MigrateError DATABASE_NEWER when the checkout lacks applied migrations, SCRATCH_REFUSED, EXPECTED_INVALID,
 * MIGRATION_FAILED when the migrations themselves do not work, and as `connect`
 */
export async function verifyDatabase(options: VerifyOptions): Promise<Verification> {
  return (await compareDatabase(options)).verification;
}

/** `verifyDatabase` with both catalogs. */
export async function compareDatabase(options: VerifyOptions): Promise<Comparison> {
  return withConnection(options.url, async (client) => {
    const migrations = await migrationStatus(client, options.project);
    requireKnown(migrations);
    const begun = performance.now();
    const actual = await readCatalog(client);
    const read = performance.now();
    const { catalog, source } = await expect(options, migrations, actual.version);
    const expected = ownedBy(catalog, actual.migratedBy);
    const found = performance.now();
    const differences = withoutGivenAway(expected, compareCatalogs(expected, actual));
    const drift = withoutConsequences(differences).map(describeDrift);
    const compared = performance.now();
    const roles = await checkRoles(client, options.serviceUrl);
    const verification = {
      ok: [drift, roles, migrations.failed, migrations.edited].every(({ length }) => length === 0),
      migrations,
      drift,
      roles,
      objects: actual.objects.length,
      expected: source,
      milliseconds: { reading: read - begun, comparing: compared - found, expecting: found - read },
    };
    return { expected, actual, differences, verification };
  });
}

/**
 * Writes what the migrations of a checkout make, all of them, for `expected` of `verifyDatabase`.
 *
 * @param url connection string of a role that may create databases, on a server of the major version that is to be verified
 * @throws MigrateError SCRATCH_REFUSED, MIGRATION_FAILED, and as `connect`
 */
export async function writeExpectedCatalog(
  options: Pick<VerifyOptions, 'url' | 'project' | 'cache' | 'onProgress'> & { readonly file: string },
): Promise<{ migrations: number; objects: number }> {
  const migrations = await readMigrations(options.project);
  const version = await withConnection(options.url, majorVersion);
  const { catalog } = await expectedCatalog({ ...options, migrations, version });
  await writeExpected(options.file, {
    format: CATALOG_FORMAT,
    version,
    migrations: Object.fromEntries(migrations),
    catalog,
  });
  return { migrations: migrations.size, objects: catalog.objects.length };
}

async function majorVersion(client: Client): Promise<number> {
  const { rows } = await client.query<{ major: number }>(
    "SELECT current_setting('server_version_num')::int / 10000 AS major",
  );
  return rows[0]?.major ?? 0;
}

async function expect(
  { url, project, cache, expected, onProgress }: VerifyOptions,
  { applied }: MigrationStatus,
  version: number,
): Promise<Expected> {
  const all = await readMigrations(project);
  const migrations = new Map(applied.map((name) => [name, all.get(name) ?? '']));
  if (expected === undefined)
    return expectedCatalog({ url, project, migrations, version, cache, onProgress });
  const file = await readExpected(expected);
  requireFitting(expected, file, { version, migrations });
  return { catalog: file.catalog, source: 'file' };
}

function requireKnown({ unknown }: MigrationStatus): void {
  if (unknown.length === 0) return;
  throw new MigrateError(
    'DATABASE_NEWER',
    `The database is newer than this code: it holds ${unknown.join(', ')}, which this checkout does not. Update the code.`,
  );
}
