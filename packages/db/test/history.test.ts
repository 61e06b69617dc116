import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  applyScript,
  type Catalog,
  compareCatalogs,
  compareRows,
  generateRows,
  type Rows,
  readCatalog,
  readRows,
} from '@org/db-migrate';
import { createTestDatabase } from '@org/db-testing';
import pg from 'pg';
import { expect, test } from 'vitest';
import { runSeeds } from '../src/seeds/index.ts';

const folder = path.join(import.meta.dirname, '..', 'prisma', 'migrations');

/** What a rollback takes with it, and says so: notifications of the portal users that the step brought. */
const LOST: Readonly<Record<string, readonly string[]>> = {
  '20261120090200_commerce': ['core.notifications'],
};

test('each step goes down and up again with rows in every table, to the same catalog and the same rows', async () => {
  await using database = await createTestDatabase();
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const owner = new pg.Client({ connectionString: database.url('owner') });
  await owner.connect();
  const run = async (name: string, file: string) => {
    await applyScript(owner, await readFile(path.join(folder, name, file), 'utf8'));
  };
  try {
    // What each step makes where there are no rows yet, and no way back was ever gone.
    for (const name of names.toReversed()) await run(name, 'rollback.sql');
    const catalogs: Catalog[] = [await readCatalog(owner)];
    expect(catalogs[0]?.objects.filter(({ kind }) => kind === 'table')).toEqual([]);
    for (const name of names) {
      await run(name, 'migration.sql');
      catalogs.push(await readCatalog(owner));
    }

    await runSeeds({ url: database.url('owner') });
    const { empty } = await generateRows(owner);
    expect(empty).toEqual([]);
    await owner.query(
      "INSERT INTO core.notifications (tenant_id, portal_user_id, title) SELECT tenant_id, id, 'Delivered' FROM commerce.portal_users LIMIT 1",
    );

    let above = await readRows(owner);
    for (const [index, name] of [...names.entries()].toReversed()) {
      await run(name, 'rollback.sql');
      const below = await readRows(owner);
      expect({ down: name, ...(await state(owner, catalogs[index], above, below)) }).toEqual({
        down: name,
        catalog: [],
        lost: LOST[name] ?? [],
      });
      await run(name, 'migration.sql');
      const again = await readRows(owner);
      expect({ up: name, ...(await state(owner, catalogs[index + 1], below, again)) }).toEqual({
        up: name,
        catalog: [],
        lost: [],
      });
      await run(name, 'rollback.sql');
      above = below;
    }
  } finally {
    await owner.end();
  }
});

/** What is not as it should be. */
async function state(client: pg.Client, catalog: Catalog | undefined, before: Rows, after: Rows) {
  return {
    catalog: compareCatalogs(catalog as Catalog, await readCatalog(client)),
    lost: compareRows(before, after).map(({ table, column }) => [table, column].filter(Boolean).join('.')),
  };
}
