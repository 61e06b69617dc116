import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type LocalServer, startServer } from '@org/postgres';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkMigrations } from '../../src/check/check.ts';
import { parseScript } from '../../src/check/parse/parse-script.ts';
import { withConnection } from '../../src/database/connect.ts';
import { prepareDatabase } from '../../src/database/prepare.ts';
import { deployMigrations } from '../../src/deploy/deploy.ts';
import { RECIPES } from '../../src/recipes/recipes.ts';
import { writeRecipe } from '../../src/recipes/write-recipe.ts';
import { VERSION } from '../version.ts';

const PASSWORDS = { owner: 'owner', app: 'app', admin: 'admin', worker: 'worker' };
const FIRST = '20260101000000_first';
const ORDERS = 'SELECT * FROM shop.orders ORDER BY id';

/** What each recipe is tried with, one after the other in one history. */
const USES: Readonly<Record<string, Record<string, string>>> = {
  'concurrent-index': { table: 'shop.orders', columns: 'number,label', where: 'label IS NOT NULL' },
  'not-null': { table: 'shop.orders', column: 'note', value: "'none'" },
  'foreign-key': {
    table: 'shop.orders',
    columns: 'customer_id',
    references: 'shop.customers',
    'on-delete': 'restrict',
  },
  backfill: { table: 'shop.orders', column: 'label', value: "'no. ' || number", batch: '100' },
  'rename-column': { table: 'shop.orders', column: 'remark', to: 'comment' },
  'change-type': { table: 'shop.orders', column: 'amount', to: 'total', type: 'numeric(12,2)' },
  'enum-from-text': {
    table: 'shop.orders',
    column: 'state',
    to: 'status',
    enum: 'order_status',
    values: 'OPEN,SHUT',
  },
  'split-column': { table: 'shop.orders', column: 'buyer', into: 'given_name,family_name' },
};

describe(`recipes on PostgreSQL ${VERSION}`, () => {
  let directory: string;
  let server: LocalServer;
  let project: string;
  let url: string;
  const names: string[] = [];
  const file = (name: string, kind: string) => path.join(project, 'prisma/migrations', name, `${kind}.sql`);
  const query = (sql: string) => withConnection(url, async (client) => (await client.query(sql)).rows);

  beforeAll(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'recipes-'));
    server = await startServer({ directory: path.join(directory, '.pg'), version: VERSION, profile: 'test' });
    await prepareDatabase({ superuserUrl: server.url(), database: 'recipes', passwords: PASSWORDS });
    url = server.url({ database: 'recipes', user: 'org_owner', password: PASSWORDS.owner });
    project = path.join(directory, 'project');
    await mkdir(path.join(project, 'prisma/migrations', FIRST), { recursive: true });
    await writeFile(
      path.join(project, 'prisma.config.ts'),
      "export default { schema: 'prisma/schema.prisma', datasource: { url: process.env.DATABASE_URL } };\n",
    );
    await writeFile(
      path.join(project, 'prisma/schema.prisma'),
      'datasource db {\n  provider = "postgresql"\n}\n',
    );
    await writeFile(
      file(FIRST, 'migration'),
      `CREATE SCHEMA shop;
CREATE TABLE shop.customers (id int PRIMARY KEY);
CREATE TABLE shop.orders (id int PRIMARY KEY, number int, label varchar(40), note text, customer_id int, remark varchar(80) NOT NULL,
  amount int, state text NOT NULL, buyer text);\n`,
    );
    await writeFile(file(FIRST, 'rollback'), 'DROP SCHEMA shop CASCADE;\n');
    await deployMigrations({ url, project });
    await query(`INSERT INTO shop.customers SELECT n FROM generate_series(1, 10) AS n;
      INSERT INTO shop.orders SELECT n, n, CASE n % 2 WHEN 0 THEN 'even' END, NULL, 1 + n % 10, 'r' || n, n, 'OPEN',
        CASE n % 3 WHEN 0 THEN 'Ann' WHEN 1 THEN 'Ann van Dyk' END FROM generate_series(1, 1000) AS n;`);
  });
  afterAll(async () => {
    await server?.release();
    await rm(directory, { recursive: true, force: true });
  });

  test('are written, each with its way back, and the check finds nothing in them', async () => {
    expect(Object.keys(USES)).toEqual(RECIPES.map(({ name }) => name));
    for (const [recipe, values] of Object.entries(USES)) {
      const { migrations } = await writeRecipe({
        project,
        name: recipe.replaceAll('-', '_'),
        recipe,
        values,
      });
      names.push(...migrations);
    }
    expect(names).toEqual(names.toSorted());
    expect((await checkMigrations({ project })).findings).toEqual([]);
  });

  test('go up, down and up again, to the same catalog, with every value kept', async () => {
    const [before, rows] = await withConnection(url, async (client) => [
      await catalog(client),
      await query(ORDERS),
    ]);
    await deployMigrations({ url, project });
    const [after, moved] = await withConnection(url, async (client) => [
      await catalog(client),
      await query(ORDERS),
    ]);
    expect(moved).toHaveLength(1000);
    for (const [index, row] of moved.entries()) {
      const was = rows[index];
      const [given = null, ...family] = was.buyer?.split(' ') ?? [];
      expect(row).toEqual({
        id: was.id,
        number: was.number,
        label: was.label ?? `no. ${was.number}`,
        note: 'none',
        customer_id: was.customer_id,
        comment: was.remark,
        total: `${was.amount}.00`,
        status: was.state,
        given_name: given,
        family_name: family.length > 0 ? family.join(' ') : null,
      });
    }
    for (const name of names.toReversed()) await rollBack(name);
    expect(await withConnection(url, catalog)).toEqual(before);
    const back = await query(ORDERS);
    expect(back.map(({ label, note, ...row }) => row)).toEqual(rows.map(({ label, note, ...row }) => row));
    await deployMigrations({ url, project });
    expect(await withConnection(url, catalog)).toEqual(after);
    expect(await query(ORDERS)).toEqual(moved);
  });

  test('keep old and new columns in step between expand and contract, whichever a program writes', async () => {
    for (const name of names.toReversed()) {
      await rollBack(name);
      if (name.endsWith('rename_column_contract')) break;
    }
    await query(`INSERT INTO shop.orders (id, note, state, remark) VALUES (2001, '', 'OPEN', 'old');
      INSERT INTO shop.orders (id, note, state, comment) VALUES (2002, '', 'OPEN', 'new');
      UPDATE shop.orders SET comment = 'newer' WHERE id = 2001;
      UPDATE shop.orders SET remark = 'older' WHERE id = 2002;`);
    expect(await query('SELECT remark, comment FROM shop.orders WHERE id > 2000 ORDER BY id')).toEqual([
      { remark: 'newer', comment: 'newer' },
      { remark: 'older', comment: 'older' },
    ]);
  });

  test.each([
    ['no-such', {}, /There is no recipe "no-such"; there are concurrent-index/],
    ['not-null', { table: 'shop.orders' }, /lacks column\. It takes, each as --set name=value:\n {2}table: /],
    ['not-null', { table: 'shop.orders', column: 'note', colour: 'red' }, /has no colour/],
    ['not-null', { table: 'shop.nothing', column: 'note' }, /make no table shop\.nothing/],
    ['not-null', { table: 'shop.orders', column: 'nothing' }, /shop\.orders has no column nothing/],
    ['rename-column', { table: 'shop.orders', column: 'id', to: 'number' }, /has a column number already/],
    ['split-column', { table: 'shop.orders', column: 'note', into: 'a' }, /into takes two names/],
  ])('%s with %j is refused in words', async (recipe, values, message) => {
    await expect(writeRecipe({ project, name: 'x', recipe, values })).rejects.toMatchObject({
      code: 'RECIPE_INVALID',
      message: expect.stringMatching(message),
    });
  });

  async function rollBack(name: string): Promise<void> {
    const script = await readFile(file(name, 'rollback'), 'utf8');
    const { statements } = await parseScript(script);
    await withConnection(url, async (client) => {
      for (const { start, end } of statements) await client.query(script.slice(start, end));
      await client.query('DELETE FROM _prisma_migrations WHERE migration_name = $1', [name]);
    });
  }
});

/** Columns, constraints, indexes, triggers, functions and enums of the schema, without their order. */
async function catalog(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    SELECT concat_ws(' ', table_name, column_name, data_type, character_maximum_length, numeric_precision, is_nullable, column_default) AS line
      FROM information_schema.columns WHERE table_schema = 'shop'
    UNION ALL SELECT concat_ws(' ', conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'shop'::regnamespace AND contype <> 'n'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'shop'
    UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = 'shop.orders'::regclass AND NOT tgisinternal
    UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'shop'::regnamespace
    UNION ALL SELECT enumlabel FROM pg_enum
    ORDER BY 1`);
  return rows.map(({ line }) => line);
}
