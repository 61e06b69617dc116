import { withConnection } from '@org/db-migrate';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { createPreparedDatabase, createTestDatabase, type Preparation } from './index.ts';
import { testDatabases } from './run/databases.ts';
import { currentRun } from './run/handle.ts';

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  return withConnection(url, async (client) => (await client.query<T>(sql)).rows);
}
const slugs = (url: string) => query(url, 'SELECT slug FROM core.tenants ORDER BY slug');
const insert = (url: string, slug: string) =>
  query(url, `INSERT INTO core.tenants (slug, name, contact_email) VALUES ('${slug}', 'It''s', 'a@b.c')`);

let fills = 0;
const one: Preparation<{ it: string }> = {
  name: 'one tenant',
  async fill(database) {
    fills += 1;
    await insert(database.superuserUrl, 'first');
    return { it: `'quoted' \\ "twice" ${fills}` };
  },
};

test('a state is made once, however many ask for it, and each has its own', async () => {
  const made = await Promise.all([1, 2, 3, 4].map(() => createPreparedDatabase(one)));
  const [some, ...others] = made;
  expect(fills).toBe(1);
  expect(made.map(({ prepared }) => prepared)).toEqual(made.map(() => ({ it: `'quoted' \\ "twice" 1` })));
  await insert(some?.superuserUrl ?? '', 'second');
  expect(await slugs(some?.superuserUrl ?? '')).toEqual([{ slug: 'first' }, { slug: 'second' }]);
  for (const other of others) expect(await slugs(other.superuserUrl)).toEqual([{ slug: 'first' }]);
  for (const database of made) await database.drop();
  await using later = await createPreparedDatabase(one);
  expect(fills).toBe(1);
  expect(await slugs(later.superuserUrl)).toEqual([{ slug: 'first' }]);
  // The roles are bound in it as in any other.
  expect(await slugs(later.url())).toEqual([]);
  await using empty = await createTestDatabase();
  expect(await slugs(empty.superuserUrl)).toEqual([]);
});

test('one that fails says why, leaves nothing, and is tried again by the next', async () => {
  const drafts: string[] = [];
  let broken = true;
  const fragile: Preparation<null> = {
    name: 'fragile',
    async fill(database) {
      drafts.push(database.name);
      if (broken) throw new Error('no rows today');
      return null;
    },
  };
  await expect(createPreparedDatabase(fragile)).rejects.toMatchObject({
    code: 'PREPARATION_FAILED',
    message: expect.stringMatching(/"fragile".*no rows today/),
    cause: expect.objectContaining({ message: 'no rows today' }),
  });
  expect(await withConnection(currentRun().adminUrl, testDatabases)).not.toContain(drafts[0]);
  broken = false;
  await using database = await createPreparedDatabase(fragile);
  expect(database.prepared).toBeNull();
  expect(drafts).toHaveLength(2);
});
