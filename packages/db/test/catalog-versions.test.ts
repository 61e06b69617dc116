import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  type Catalog,
  catalogFingerprint,
  compareCatalogs,
  prepareDatabase,
  readCatalog,
  withConnection,
} from '@org/db-migrate';
import { type PostgresMajor, startServer } from '@org/postgres';
import { expect, test } from 'vitest';

const migrations = path.join(import.meta.dirname, '..', 'prisma', 'migrations');
const PASSWORDS = { owner: 'owner', app: 'app', admin: 'admin', worker: 'worker' };

test('the migrations make the same catalog on PostgreSQL 15 and 18', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'catalog-versions-'));
  try {
    const [old, current] = await Promise.all([migrated(folder, 15), migrated(folder, 18)]);
    expect([old.version, current.version]).toEqual([15, 18]);
    expect(old.objects.length).toBeGreaterThan(2000);
    expect(compareCatalogs(old, current)).toEqual([]);
    expect(catalogFingerprint(old)).toBe(catalogFingerprint(current));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function migrated(folder: string, version: PostgresMajor): Promise<Catalog> {
  const server = await startServer({
    directory: path.join(folder, `pg${version}`),
    version,
    profile: 'test',
  });
  try {
    await prepareDatabase({ superuserUrl: server.url(), database: 'org', passwords: PASSWORDS });
    const url = server.url({ database: 'org', user: 'org_owner', password: PASSWORDS.owner });
    return await withConnection(url, async (client) => {
      const names = (await readdir(migrations, { withFileTypes: true })).filter((entry) =>
        entry.isDirectory(),
      );
      for (const { name } of names.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const script = await readFile(path.join(migrations, name, 'migration.sql'), 'utf8');
        const statements = script.includes(' CONCURRENTLY ') ? script.split(/;\n/) : [script];
        for (const statement of statements) await client.query(statement);
      }
      const catalog = await readCatalog(client);
      // The one function that is written differently: 18 brings its own.
      return { ...catalog, objects: catalog.objects.filter(({ name }) => name !== 'core.uuid_v7()') };
    });
  } finally {
    await server.release();
  }
}
