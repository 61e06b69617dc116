import type { Catalog } from '../catalog/catalog.ts';
import { CATALOG_FORMAT, readCatalog } from '../catalog/read-catalog.ts';
import { withConnection } from '../database/connect.ts';
import { withScratchDatabase } from '../database/scratch.ts';
import { MigrateError } from '../errors.ts';
import { applyHistory } from '../script/apply-history.ts';
import { fileNameOf, readExpected, writeExpected } from './expected-file.ts';

export interface ExpectedOptions {
  /** Connection string of the migrating role. */
  readonly url: string;
  readonly project: string;
  /** Checksums of the migrations that count, by name, in order. */
  readonly migrations: ReadonlyMap<string, string>;
  /** The server's major version. */
  readonly version: number;
  /** Folder in which catalogs are kept, to be found when the same migrations are asked for again. */
  readonly cache?: string | undefined;
  readonly onProgress?: ((line: string) => void) | undefined;
}

export interface Expected {
  readonly catalog: Catalog;
  readonly source: 'cache' | 'scratch' | 'file';
}

const FORBIDDEN = '42501';

/**
 * What migrations make: from the cache, or by applying them to a scratch database on the same server.
 *
 * @throws MigrateError SCRATCH_REFUSED when the role may not create databases; MIGRATION_FAILED, and as `connect`
 */
export async function expectedCatalog(options: ExpectedOptions): Promise<Expected> {
  const { url, project, migrations, version, cache, onProgress } = options;
  const about = { format: CATALOG_FORMAT, version, migrations: Object.fromEntries(migrations) };
  const file = cache === undefined ? undefined : fileNameOf(cache, about);
  const known = file === undefined ? undefined : await readExpected(file).catch(() => undefined);
  if (known !== undefined) return { catalog: known.catalog, source: 'cache' };
  onProgress?.('applying the migrations to a scratch database, to compare with');
  const catalog = await withScratchDatabase(
    url,
    async (scratch) => {
      await applyHistory(scratch, project, [...migrations.keys()]);
      return withConnection(scratch, (client) => readCatalog(client));
    },
    onProgress,
  ).catch(explainRefusal);
  if (file !== undefined) await writeExpected(file, { ...about, catalog });
  return { catalog, source: 'scratch' };
}

/** @throws MigrateError SCRATCH_REFUSED for the server's refusal to make a database, else the error itself */
export function explainRefusal(error: unknown): never {
  if ((error as { code?: string }).code !== FORBIDDEN) throw error;
  throw new MigrateError(
    'SCRATCH_REFUSED',
    'What migrations make is found out on a scratch database, and the role may not create databases here. Let it (ALTER ROLE … CREATEDB). To verify, you may also run "orgdb verify --write expected.json" on another server of the same major version, as CI has one, and hand that over: "orgdb verify --expected expected.json".',
    { cause: error },
  );
}
