import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adoptDatabase } from '../../src/adopt/adopt.ts';
import { describeDifferences } from '../../src/adopt/describe-differences.ts';
import { writeDifferences } from '../../src/adopt/write-differences.ts';
import { type AdoptionServer, adoptionServer, run } from './servers.ts';

let server: AdoptionServer;
beforeAll(async () => {
  server = await adoptionServer();
});
afterAll(() => server?.release());

const MIGRATIONS = {
  '20260101000000_shop':
    'CREATE TABLE orders (id int PRIMARY KEY, note text);\nCREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;',
  '20260102000000_index': 'CREATE INDEX CONCURRENTLY orders_note ON orders (note);',
  '20260103000000_trigger':
    'CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();',
};
const [FIRST, SECOND, THIRD] = Object.keys(MIGRATIONS);

/** A database that was made by hand, and a project whose migrations make something like it. */
async function given(...scripts: string[]): Promise<{ url: string; project: string }> {
  const found = await server.database('');
  for (const script of scripts) await run(found.url, script);
  for (const [name, sql] of Object.entries(MIGRATIONS)) {
    const folder = path.join(found.project, 'prisma/migrations', name);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'migration.sql'), sql);
  }
  const files = {
    'prisma.config.mjs':
      'export default { schema: "prisma/schema.prisma", migrations: { path: "prisma/migrations" }, datasource: { url: process.env.DATABASE_URL } };',
    'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n',
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(found.project, name), text);
  return found;
}

test('a database that is as some migration leaves it gets the history up to there', async () => {
  const [first = '', second = '', third = ''] = Object.values(MIGRATIONS);
  const { url, project } = await given(first, second);
  expect(await adoptDatabase({ url, project, dryRun: true })).toMatchObject({
    outcome: 'planned',
    recorded: [FIRST, SECOND],
    pending: [THIRD],
  });
  const adopted = { outcome: 'adopted', recorded: [FIRST, SECOND], pending: [THIRD] };
  expect(await adoptDatabase({ url, project })).toMatchObject(adopted);
  expect(await adoptDatabase({ url, project })).toMatchObject({ outcome: 'managed', pending: [THIRD] });
  // Interrupted while it was recording.
  await run(url, `DELETE FROM _prisma_migrations WHERE migration_name = '${SECOND}'; ${third}`);
  expect(await adoptDatabase({ url, project })).toMatchObject({
    outcome: 'adopted',
    recorded: [SECOND, THIRD],
    pending: [],
  });
});

test('a connection that is lost on the scratch database is no failure of a migration', async () => {
  const { url, project } = await given('CREATE TABLE orders ()');
  const file = path.join(project, 'prisma/migrations', FIRST ?? '', 'migration.sql');
  await writeFile(file, 'SELECT pg_terminate_backend(pg_backend_pid());');
  await expect(adoptDatabase({ url, project })).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
});

test('one that is unlike all of them gets none, a report, and a script for its tables', async () => {
  const { url, project } = await given(
    'CREATE TABLE orders (id bigint PRIMARY KEY, note text, extra int)',
    MIGRATIONS['20260102000000_index'],
  );
  const adoption = await adoptDatabase({ url, project });
  expect(adoption).toMatchObject({ outcome: 'differs', recorded: [], closest: { migration: SECOND } });
  expect(describeDifferences(adoption.closest?.differences ?? [])).toEqual([
    'additional column public.orders.extra',
    'different column public.orders.id: type bigint, expected integer',
    'missing function public.touch()',
  ]);
  expect(await run(url, "SELECT to_regclass('_prisma_migrations') AS history")).toEqual([{ history: null }]);

  const file = path.join(project, 'mend.sql');
  await writeDifferences({ url, project, adoption, file });
  const script = await readFile(file, 'utf8');
  expect(script).toContain('--   missing function public.touch()');
  await run(url, `${script}\n${MIGRATIONS['20260101000000_shop'].split('\n')[1]}`);
  expect(await adoptDatabase({ url, project })).toMatchObject({
    outcome: 'adopted',
    recorded: [FIRST, SECOND],
  });
});
