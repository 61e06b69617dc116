import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PostgresMajor } from '@org/postgres';
import { describe, expect, test } from 'vitest';
import {
  adoptDatabase,
  checkMigrations,
  rehearse,
  rollBack,
  verifyDatabase,
  writeFix,
  writeRecipe,
} from '../../src/index.ts';
import { applied, mendAll, ship } from '../recover/repository.ts';
import { addMigration, newServer, run } from '../verify/server.ts';

/** The other tests run on the newest version, and many of them on the oldest as well. */
const VERSIONS: readonly PostgresMajor[] =
  process.env.TEST_POSTGRES_VERSION === undefined
    ? [16, 17]
    : [Number(process.env.TEST_POSTGRES_VERSION) as PostgresMajor];

const SHOP = '20240101000000_shop';
const SCRIPT = `CREATE SCHEMA shop;
CREATE TABLE shop.orders (id int PRIMARY KEY, number int, note text);
ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY "all" ON shop.orders TO org_app USING (true);
GRANT USAGE ON SCHEMA shop TO org_app;
GRANT SELECT, INSERT, UPDATE ON shop.orders TO org_app;`;
const ORDERS = "INSERT INTO shop.orders SELECT n, n % 90, 'n' FROM generate_series(1, 100) AS n";

describe.each(VERSIONS)('on PostgreSQL %i', (version) => {
  test('a migration is written, checked, rehearsed, deployed, verified, mended, taken back, recovered and adopted', async () => {
    const server = await newServer(version);
    try {
      const urls = await server.database();
      const url = urls('org_owner');
      const project = await server.project({
        [SHOP]: { migration: SCRIPT, rollback: 'DROP SCHEMA shop CASCADE;' },
      });
      await applied(url, project, [SHOP]);
      await run(url, ORDERS);
      const verify = () => verifyDatabase({ url, project, cache: server.cache });

      const index = await writeRecipe({
        project,
        name: 'find_orders',
        recipe: 'concurrent-index',
        values: { table: 'shop.orders', columns: 'number' },
      });
      const required = await writeRecipe({
        project,
        name: 'note',
        recipe: 'not-null',
        values: { table: 'shop.orders', column: 'note', value: "'none'" },
      });
      const written = [...index.migrations, ...required.migrations];
      const { findings } = await checkMigrations({ project });
      expect(findings.filter(({ file }) => written.some((name) => file.includes(name)))).toEqual([]);
      const rehearsal = await rehearse({
        project,
        url,
        superuserUrl: urls(),
        applied: [SHOP],
        fill: { name: 'orders', run: async (scratch) => void (await run(scratch, ORDERS)) },
      });
      expect(rehearsal).toMatchObject({ migrations: written, problems: [] });

      expect(await ship(url, project)).toMatchObject({ applied: written });
      await expect(run(url, 'UPDATE shop.orders SET note = NULL')).rejects.toMatchObject({ code: '23502' });
      expect(await verify()).toMatchObject({ ok: true, drift: [] });

      await run(urls(), 'DROP POLICY "all" ON shop.orders; CREATE INDEX by_hand ON shop.orders (note);');
      expect((await verify()).drift.map(({ kind, change }) => `${kind} ${change}`).toSorted()).toEqual([
        'index unexpected',
        'policy missing',
      ]);
      await writeFix({ url, project, cache: server.cache, name: 'mend' });
      await ship(url, project);
      expect(await verify()).toMatchObject({ ok: true });

      const back = await rollBack({ url, project, cache: server.cache, to: SHOP, sign: 'test: notes' });
      expect(back).toMatchObject({ verification: { ok: true } });
      expect(await run(url, 'SELECT count(*)::int AS n FROM shop.orders')).toEqual([{ n: 100 }]);

      const [last = ''] = back.migrations;
      const unique = `${Number(last.slice(0, 14)) + 1}_unique`;
      await addMigration(
        project,
        unique,
        'CREATE TABLE shop.step (id int); CREATE UNIQUE INDEX CONCURRENTLY numbers ON shop.orders (number);',
      );
      await expect(ship(url, project)).rejects.toMatchObject({
        code: 'MIGRATION_FAILED',
        message: expect.stringContaining('could not create unique index'),
      });
      await run(url, 'UPDATE shop.orders SET number = id');
      expect(await mendAll(url, project)).toMatchObject({
        mended: [`The rest of ${unique} is applied.`],
        remaining: [],
        pending: [],
      });
      expect(await verify()).toMatchObject({ ok: true });

      const other = (await server.database())('org_owner');
      await run(
        other,
        await readFile(path.join(project, 'prisma/migrations', SHOP, 'migration.sql'), 'utf8'),
      );
      expect(await adoptDatabase({ url: other, project })).toMatchObject({ recorded: [SHOP] });
      expect(await verifyDatabase({ url: other, project })).toMatchObject({ drift: [] });
    } finally {
      await server.end();
    }
  });
});
