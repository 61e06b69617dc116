import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onBothVersions } from '../commands/both-versions.ts';
import { newProject, USER_MIGRATION } from '../project.ts';
import { query, shadowDatabases, type TestServer, tableNames } from '../server.ts';
import { auditedShop } from './audited-shop.ts';
import { growingEnums } from './growing-enums.ts';
import type { History } from './history.ts';
import { severalSchemas } from './several-schemas.ts';
import { thousandFolders } from './thousand-folders.ts';

const histories: [name: string, history: () => History][] = [
  ['functions, triggers, views, policies, indexes', () => auditedShop],
  ['enums, extensions, sessions', () => growingEnums],
  ['several schemas', () => severalSchemas],
  ['a thousand folders', thousandFolders],
];

onBothVersions((server) => {
  test.concurrent.each(histories)('from empty to the end: %s', async (_, history) => {
    const { url, project } = await start(server(), history());
    const deployed = await project.prisma(['migrate', 'deploy']);
    expect(deployed, deployed.output).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('All migrations have been successfully applied.'),
    });
    expect(await project.prisma(['migrate', 'status'])).toMatchObject({ code: 0 });
    for (const from of ['--from-config-datasource', '--from-migrations prisma/migrations']) {
      const difference = await project.prisma([
        'migrate',
        'diff',
        ...from.split(' '),
        '--to-schema',
        'prisma/schema.prisma',
        '--script',
        '--exit-code',
      ]);
      expect(difference, difference.output).toMatchObject({ code: 0 });
    }
    const [proof] = await query<Record<string, boolean>>(url, history().proof);
    expect(Object.entries(proof ?? {}).filter(([, holds]) => !holds)).toEqual([]);
    expect(await shadowDatabases(url)).toEqual([]);
  });

  test.concurrent('applies scripts as they occur in the wild', async () => {
    const url = await server().newDatabase();
    const project = await newProject({
      url,
      migrations: {
        '001_init': USER_MIGRATION,
        '002_bom_crlf':
          '\uFEFFCREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$\r\nBEGIN\r\n  RETURN 1; -- ;\r\nEND;\r\n$$;\r\n',
        '003_concurrently': `-- a comment; with a semicolon\nCREATE INDEX CONCURRENTLY "by;email" ON "User"(email);\nCREATE TABLE "after" (note text DEFAULT 'a;b');`,
        '004_enum': `CREATE TYPE kind AS ENUM ('a');\nALTER TYPE kind ADD VALUE 'b';\nALTER TABLE "User" ADD COLUMN kind kind DEFAULT 'b';`,
        '005_session': `SELECT pg_catalog.set_config('search_path', '', false);\nSET default_transaction_read_only = on;\nCREATE TABLE public.dumped (id int);`,
        '006_own_transaction': 'BEGIN;\nCREATE TABLE mine (id int);\nCOMMIT;\n',
        '007_atomic_body':
          'CREATE FUNCTION two() RETURNS int LANGUAGE sql BEGIN ATOMIC; SELECT 1; SELECT 2; END;\nVACUUM mine;',
        '009_commits':
          'CREATE TABLE batch (id int);\nDO $$ BEGIN INSERT INTO batch VALUES (1); COMMIT; INSERT INTO batch VALUES (2); END $$;',
        '008_nothing': '-- only a comment\n',
      },
    });
    const deployed = await project.prisma(['migrate', 'deploy']);
    expect(deployed.output).toContain('All migrations have been successfully applied.');
    expect(deployed.code).toBe(0);
    expect(await tableNames(url)).toEqual(['User', 'after', 'batch', 'dumped', 'mine']);
    expect(await query(url, 'SELECT one(), two()')).toEqual([{ one: 1, two: 2 }]);
    expect(await query(url, `INSERT INTO "User"(email) VALUES ('x') RETURNING kind`)).toEqual([
      { kind: 'b' },
    ]);
  });

  test.concurrent('an old migration that was edited later does not stop a deploy', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url, migrations: { '001_init': USER_MIGRATION } });
    expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({ code: 0 });
    await project.writeMigration('001_init', `${USER_MIGRATION}CREATE TABLE only_in_the_edit (id int);\n`);
    await project.writeMigration('002_next', 'CREATE TABLE next (id int);');
    expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({ code: 0 });
    expect(await project.prisma(['migrate', 'status'])).toMatchObject({ code: 0 });
    expect(await tableNames(url)).toEqual(['User', 'next']);
    const dev = await project.prisma(['migrate', 'dev']);
    expect(dev.output).toContain('The migration `001_init` was modified after it was applied.');
  });

  test.concurrent('a folder without SQL is P3015, and what comes after it waits', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url, migrations: { '001_init': USER_MIGRATION } });
    const folder = join(project.folder, 'prisma', 'migrations', '002_lost');
    await project.writeMigration('003_later', 'CREATE TABLE later (id int);');
    await mkdir(folder);
    await writeFile(join(folder, 'README.md'), 'The script was lost.\n');
    expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('P3015'),
    });
    expect(await tableNames(url)).toEqual(['User']);
    await rm(folder, { recursive: true });
    expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({ code: 0 });
    expect(await tableNames(url)).toEqual(['User', 'later']);
  });
});

async function start(server: TestServer, { migrations, models, schemas }: History) {
  const url = await server.newDatabase();
  const project = await newProject({ url, models, migrations });
  if (schemas !== undefined) {
    const schema = await project.read('prisma/schema.prisma');
    const provider = 'provider = "postgresql"';
    await project.write(
      'prisma/schema.prisma',
      schema.replace(provider, `${provider}\n  schemas = ${JSON.stringify(schemas)}`),
    );
  }
  return { url, project };
}
