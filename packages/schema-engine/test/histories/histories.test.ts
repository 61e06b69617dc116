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
