import { expect, test } from 'vitest';
import { newProject, USER_MODEL } from '../project.ts';
import { query, tableNames } from '../server.ts';
import { altered, onBothVersions } from './both-versions.ts';
import { hasTerminal, prismaInTerminal } from './terminal.ts';

const WITHOUT_EMAIL = 'model User {\n  id Int @id @default(autoincrement())\n}\n';

onBothVersions((server, once) => {
  test.concurrent('pushes, into a database that it makes', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url });
    await query(server().url(), `DROP DATABASE "${new URL(url).pathname.slice(1)}"`);
    const made = await project.prisma(['db', 'push']);
    expect(made.code).toBe(0);
    expect(made.stdout).toMatch(/PostgreSQL database engine_.* created at/);
    expect(made.stdout).toContain('Your database is now in sync with your Prisma schema.');
    expect(await tableNames(url)).toEqual(['User']);
    expect(await project.prisma(['db', 'push'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('The database is already in sync with the Prisma schema.'),
    });
  });

  once('loses data only when told to', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url });
    expect(await project.prisma(['db', 'push'])).toMatchObject({ code: 0 });
    await query(url, `INSERT INTO "User"(email) VALUES ('a')`);
    await project.writeModels(WITHOUT_EMAIL);
    const warned = await project.prisma(['db', 'push']);
    expect(warned.code).toBe(1);
    expect(warned.output).toContain('There might be data loss when applying the changes');
    expect(warned.output).toContain(
      'drop the column `email` on the `User` table, which still contains 1 non-null values',
    );
    expect(warned.output).toContain('Use the --accept-data-loss flag');
    expect(await query(url, 'SELECT email FROM "User"')).toEqual([{ email: 'a' }]);
    expect(await project.prisma(['db', 'push', '--accept-data-loss'])).toMatchObject({ code: 0 });
    expect(await query(url, 'SELECT * FROM "User"')).toEqual([{ id: 1 }]);

    await project.writeModels(USER_MODEL);
    const impossible = await project.prisma(['db', 'push', '--accept-data-loss']);
    expect(impossible.code).toBe(1);
    expect(impossible.output).toContain('We found changes that cannot be executed');
    expect(impossible.output).toContain('You may use the --force-reset flag');
    await query(url, 'CREATE TABLE by_hand (id int)');
    const reset = await project.prisma(['db', 'push', '--force-reset']);
    expect(reset).toMatchObject({ code: 0, stdout: expect.stringContaining('was successfully reset') });
    expect(await tableNames(url)).toEqual(['User']);
    expect(await query(url, 'SELECT FROM "User"')).toEqual([]);
  });

  once('a schema that is wrong is P1012, a wrong password P1000', async () => {
    const url = await server().newDatabase();
    const wrong = await newProject({ url, models: 'model User {\n  id Nope @id\n}\n' });
    const invalid = await wrong.prisma(['db', 'push']);
    expect(invalid).toMatchObject({ code: 1, output: expect.stringContaining('P1012') });
    expect(invalid.output).toContain('Type "Nope" is neither a built-in type');
    const away = await newProject({ url: altered(url, { password: 'not-this' }) });
    expect(await away.prisma(['db', 'push'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('P1000'),
    });
  });

  once(
    'asks before it loses data',
    async () => {
      const url = await server().newDatabase();
      const project = await newProject({ url, models: WITHOUT_EMAIL });
      await query(
        url,
        `CREATE TABLE "User" (id SERIAL PRIMARY KEY, email TEXT); INSERT INTO "User"(email) VALUES ('a')`,
      );
      const question = 'Do you want to ignore the warning(s)?';
      const no = await prismaInTerminal(project.folder, ['db', 'push'], [[question, 'n']]);
      expect(no).toMatchObject({ code: 130, output: expect.stringContaining('Push cancelled') });
      expect(await query(url, 'SELECT email FROM "User"')).toEqual([{ email: 'a' }]);
      expect(await prismaInTerminal(project.folder, ['db', 'push'], [[question, 'y']])).toMatchObject({
        code: 0,
      });
      expect(await query(url, 'SELECT * FROM "User"')).toEqual([{ id: 1 }]);
    },
    { skip: !hasTerminal, concurrent: false },
  );
});
