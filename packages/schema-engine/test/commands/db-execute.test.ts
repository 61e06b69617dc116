import { expect, test } from 'vitest';
import { newProject } from '../project.ts';
import { query, tableNames } from '../server.ts';
import { altered, onBothVersions, STACK } from './both-versions.ts';

onBothVersions((server, once) => {
  test.concurrent('runs a script from a file, and one from standard input', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url });
    await project.write(
      'script.sql',
      `CREATE TABLE t (note text);\nDO $$ BEGIN INSERT INTO t VALUES ('a;b'); END $$;\n-- done; really\n`,
    );
    expect(await project.prisma(['db', 'execute', '--file', 'script.sql'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Script executed successfully.'),
    });
    expect(await project.prisma(['db', 'execute', '--stdin'], `INSERT INTO t VALUES ('c')`)).toMatchObject({
      code: 0,
    });
    expect(await query(url, 'SELECT note FROM t')).toEqual([{ note: 'a;b' }, { note: 'c' }]);
  });

  test.concurrent('a script that fails leaves nothing, and shows what the server said', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url });
    const failed = await project.prisma(
      ['db', 'execute', '--stdin'],
      'CREATE TABLE half (id int);\nINSERT INTO half VALUES (1/0);',
    );
    expect(failed).toMatchObject({ code: 1, output: expect.stringContaining('division by zero') });
    expect(failed.output).not.toMatch(STACK);
    expect(await tableNames(url)).toEqual([]);
    const unreadable = await project.prisma(
      ['db', 'execute', '--stdin'],
      'CREATE TABLE half (id int);\nSELEC 2;\n',
    );
    expect(unreadable.code).toBe(1);
    expect(unreadable.output).toContain('ERROR: syntax error at or near "SELEC"');
    expect(unreadable.output).toMatch(/Statement 2 of 2, line 2:\n {2}1 .+\n {2}2 SELEC 2;/);
    expect(unreadable.output).toContain('Nothing of the script was applied');
    expect(unreadable.output).not.toMatch(STACK);
    expect(await tableNames(url)).toEqual([]);
    const missing = await project.prisma(['db', 'execute', '--stdin'], 'DELETE FROM nowhere');
    expect(missing).toMatchObject({ code: 1, output: expect.stringContaining('P1014') });
  });

  once('says which input is missing, and what the server refuses', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url });
    expect(await project.prisma(['db', 'execute', '--file', 'nowhere.sql'])).toMatchObject({
      code: 1,
      output: expect.stringContaining("Provided --file at nowhere.sql doesn't exist"),
    });
    expect(await project.prisma(['db', 'execute'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('Either --stdin or --file must be provided'),
    });
    await project.write('script.sql', 'CREATE TABLE from_file (id int)');
    expect(
      await project.prisma(
        ['db', 'execute', '--file', 'script.sql', '--stdin'],
        'CREATE TABLE from_input (id int)',
      ),
    ).toMatchObject({
      code: 1,
      output: expect.stringContaining('--stdin and --file cannot be used at the same time'),
    });
    expect(await tableNames(url)).toEqual([]);
    const cases: [code: string, url: string][] = [
      ['P1000', altered(url, { password: 'not-this' })],
      ['P1003', altered(url, { database: 'there_is_none' })],
    ];
    for (const [code, broken] of cases) {
      const away = await newProject({ url: broken });
      expect(await away.prisma(['db', 'execute', '--stdin'], 'SELECT 1')).toMatchObject({
        code: 1,
        output: expect.stringContaining(code),
      });
    }
  });
});
