import { expect, test } from 'vitest';
import { newProject, USER_MIGRATION, USER_MODEL } from '../project.ts';
import { query, shadowDatabases, tableNames } from '../server.ts';
import { altered, onBothVersions, STACK } from './both-versions.ts';
import { hasTerminal, prismaInTerminal } from './terminal.ts';

onBothVersions((server, once) => {
  test.concurrent('makes the database that is not there, and then the first migration', async () => {
    const url = await server().newDatabase();
    const database = new URL(url).pathname.slice(1);
    await query(server().url(), `DROP DATABASE "${database}"`);
    const project = await newProject({ url });
    const made = await project.prisma(['migrate', 'dev', '--name', 'init']);
    expect(made, made.output).toMatchObject({ code: 0, output: expect.stringContaining('now in sync') });
    expect(made.output).toMatch(new RegExp(`PostgreSQL database ${database} created at`));
    expect(await project.migrationNames()).toEqual([expect.stringMatching(/^\d{14}_init$/)]);
    expect(await tableNames(url)).toEqual(['User']);
    expect(await shadowDatabases(url)).toEqual([]);
  });

  once('a step that existing rows forbid is not written, unless as a draft', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url, migrations: { '001_init': USER_MIGRATION } });
    expect(await project.prisma(['migrate', 'dev'])).toMatchObject({ code: 0 });
    expect(await project.prisma(['migrate', 'dev'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Already in sync, no schema change or pending migration was found.'),
    });
    await query(url, `INSERT INTO "User"(email) VALUES ('a')`);
    await project.writeModels(USER_MODEL.replace('@unique', '@unique\n  name  String'));

    const refused = await project.prisma(['migrate', 'dev', '--name', 'name']);
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('We found changes that cannot be executed');
    expect(refused.output).toContain('Added the required column `name` to the `User` table');
    expect(await project.migrationNames()).toEqual(['001_init']);

    expect(await project.prisma(['migrate', 'dev', '--create-only', '--name', 'name'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('without applying it'),
    });
    const [, draft = ''] = await project.migrationNames();
    expect(await project.migrationSql(draft)).toContain('This is not possible if the table is not empty.');
    await project.writeMigration(
      draft,
      `ALTER TABLE "User" ADD COLUMN "name" TEXT NOT NULL DEFAULT '';
      ALTER TABLE "User" ALTER COLUMN "name" DROP DEFAULT;`,
    );
    expect(await project.prisma(['migrate', 'dev'])).toMatchObject({ code: 0 });
    expect(await query(url, 'SELECT name FROM "User"')).toEqual([{ name: '' }]);
  });

  test.concurrent('an edited migration and a table made by hand are told, and nothing is lost', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url, migrations: { '001_init': USER_MIGRATION } });
    expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({ code: 0 });
    await query(url, 'CREATE TABLE by_hand (id int)');
    await project.writeMigration('001_init', `${USER_MIGRATION}-- edited\n`);
    const told = await project.prisma(['migrate', 'dev']);
    expect(told.code).toBe(130);
    expect(told.output).toContain('The migration `001_init` was modified after it was applied.');
    expect(told.output).toContain('Drift detected');
    expect(told.output).toMatch(/\[\+\] Added tables\s+- by_hand/);
    expect(told.output).toContain('You may use prisma migrate reset to drop the development database.');
    expect(await tableNames(url)).toEqual(['User', 'by_hand']);
    expect(await shadowDatabases(url)).toEqual([]);
  });

  once('a history that does not run is P3006', async () => {
    const url = await server().newDatabase();
    const migrations = { '001_init': USER_MIGRATION, '002_bad': 'ALTER TABLE "Nobody" ADD COLUMN x int;' };
    const project = await newProject({ url, migrations });
    const failed = await project.prisma(['migrate', 'dev']);
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('P3006');
    expect(failed.output).toContain('Migration `002_bad` failed to apply cleanly to the shadow database');
    expect(failed.output).toContain('relation "Nobody" does not exist');
    expect(failed.output).not.toMatch(STACK);
    expect(await tableNames(url)).toEqual([]);
    expect(await shadowDatabases(url)).toEqual([]);
  });

  once('a wrong password is P1000, a wrong schema P1012', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url: altered(url, { password: 'not-this' }) });
    const refused = await project.prisma(['migrate', 'dev', '--name', 'init']);
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('P1000') });
    expect(refused.output).not.toContain('not-this');
    expect(await project.migrationNames()).toEqual([]);
    const wrong = await newProject({ url, models: 'model User {\n  id Nope @id\n}\n' });
    const invalid = await wrong.prisma(['migrate', 'dev', '--name', 'init']);
    expect(invalid).toMatchObject({ code: 1, output: expect.stringContaining('P1012') });
    expect(await wrong.migrationNames()).toEqual([]);
  });

  once('without a terminal, what would lose data is refused', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url, migrations: { '001_init': USER_MIGRATION } });
    await project.prisma(['migrate', 'deploy']);
    await query(url, `INSERT INTO "User"(email) VALUES ('a')`);
    await project.writeModels('model User {\n  id Int @id @default(autoincrement())\n}\n');
    const refused = await project.prisma(['migrate', 'dev', '--name', 'drop']);
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('You are about to drop the column `email` on the `User` table');
    expect(refused.output).toContain('the environment is non-interactive');
  });

  once(
    'asks for a name, and before it loses data',
    async () => {
      const url = await server().newDatabase();
      const project = await newProject({ url });
      const named = await prismaInTerminal(
        project.folder,
        ['migrate', 'dev'],
        [['Enter a name for the new migration', 'first step\r']],
      );
      expect(named).toMatchObject({ code: 0, output: expect.stringContaining('now in sync') });
      expect(await project.migrationNames()).toEqual([expect.stringMatching(/^\d{14}_first_step$/)]);

      await query(url, `INSERT INTO "User"(email) VALUES ('a')`);
      await project.writeModels('model User {\n  id Int @id @default(autoincrement())\n}\n');
      const drop = ['migrate', 'dev', '--name', 'drop'];
      const question = 'Are you sure you want to create and apply this migration?';
      const no = await prismaInTerminal(project.folder, drop, [[question, 'n']]);
      expect(no).toMatchObject({ code: 130, output: expect.stringContaining('about to drop the column') });
      expect(await query(url, 'SELECT email FROM "User"')).toEqual([{ email: 'a' }]);
      expect(await prismaInTerminal(project.folder, drop, [[question, 'y']])).toMatchObject({ code: 0 });
      expect(await query(url, 'SELECT * FROM "User"')).toEqual([{ id: 1 }]);
    },
    { skip: !hasTerminal, concurrent: false },
  );
});
