import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, newHome } from './orgdb.ts';

const NAME = '20260101000000_first';

describe('migrate check', () => {
  let home: Home;
  let project: string;
  let env: Record<string, string>;
  const write = async (name: string, sql: string, rollback = 'SELECT 1;') => {
    const folder = path.join(project, 'prisma/migrations', name);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'migration.sql'), sql);
    await writeFile(path.join(folder, 'rollback.sql'), rollback);
  };

  beforeAll(async () => {
    home = await newHome();
    project = await mkdtemp(path.join(tmpdir(), 'orgdb-check-'));
    env = { ORGDB_PROJECT: project };
    await write(NAME, 'CREATE TABLE a (id int PRIMARY KEY, b int);');
  });
  afterAll(async () => {
    await home.dispose();
    await rm(project, { recursive: true });
  });

  test('finds nothing in the migrations of @org/db, and each that is let pass says why', async () => {
    const { code, value } = await home.json(['migrate', 'check', '--all']);
    expect(value).toMatchObject({ findings: [] });
    expect(code).toBe(0);
    const { allowed, checked } = value as { allowed: { reason: string }[]; checked: number };
    expect(checked).toBeGreaterThan(10);
    for (const { reason } of allowed) expect(reason.length).toBeGreaterThan(10);
  });

  test('tells what hurts in four ways, with exit code 1, and without a database', async () => {
    const second = '20260102000000_second';
    await write(second, 'CREATE INDEX a_b ON a (b);');
    const people = await home.run(['migrate', 'check'], env);
    expect(people).toMatchObject({ code: 1, stderr: '' });
    expect(people.stdout).toMatch(/_second\/migration\.sql:1:1 {2}error {2}index-blocks-writes/);
    expect(await home.json(['migrate', 'check'], env)).toMatchObject({
      code: 1,
      value: { findings: [{ rule: 'index-blocks-writes', migration: second, line: 1 }] },
    });
    const sarif = await home.run(['migrate', 'check', '--sarif'], env);
    expect(JSON.parse(sarif.stdout)).toMatchObject({
      version: '2.1.0',
      runs: [{ results: [{ level: 'error' }] }],
    });
    const github = await home.run(['migrate', 'check', '--github'], env);
    expect(github.stdout).toMatch(/^::error file=.*,line=1,col=1,title=index-blocks-writes::/);

    expect(await home.run(['migrate', 'check', '--without', 'index-blocks-writes'], env)).toMatchObject({
      code: 0,
      stdout: 'Nothing found in 2 migrations.\n',
    });
    expect(await home.run(['migrate', 'check', '--sarif', '--github'], env)).toMatchObject({ code: 2 });
    expect(await home.run(['migrate', 'check', '--without', 'index-block'], env)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no rule index-block'),
    });
    await rm(path.join(project, 'prisma/migrations', second), { recursive: true });
  });

  test('holds a published version to its word', async () => {
    await mkdir(path.join(project, 'prisma/schema'), { recursive: true });
    await writeFile(
      path.join(project, 'prisma/schema/a.prisma'),
      'datasource db {\n  provider = "postgresql"\n}\n\n/// @global\nmodel A {\n  id Int @id\n  b Int?\n\n  @@map("a")\n}\n',
    );
    expect(await home.run(['migrate', 'publish'], env)).toMatchObject({ code: 2 });
    expect(await home.json(['migrate', 'publish', '--release', '1.0.0'], env)).toMatchObject({
      code: 0,
      value: { version: '1.0.0', migrations: 1 },
    });
    await write(
      '20260102000000_drop',
      'ALTER TABLE a DROP COLUMN b;',
      '-- orgdb:irreversible anna: never used',
    );
    await write(NAME, 'CREATE TABLE a (id int PRIMARY KEY, b text);');
    const { stdout } = await home.run(['migrate', 'check'], env);
    expect(stdout).toContain('1 of 2 migrations (the others are published)');
    expect(stdout).toContain('a.b is read by the published version 1.0.0.');
    expect(stdout).toContain(`${NAME} was published with version 1.0.0 and has another text.`);

    const file = path.join(project, 'prisma/published.json');
    await writeFile(file, (await readFile(file, 'utf8')).slice(1));
    expect(await home.json(['migrate', 'check'], env)).toMatchObject({
      code: 1,
      value: { error: { code: 'PUBLISHED_INVALID' } },
    });
    await rm(file);
  });

  test('says where the migrations are missing', async () => {
    const empty = path.join(project, 'empty');
    await mkdir(empty);
    expect(await home.json(['migrate', 'check'], { ORGDB_PROJECT: empty })).toMatchObject({
      code: 1,
      value: { error: { code: 'MIGRATIONS_MISSING' } },
    });
  });

  test('is silent on what a recipe writes, which says what it has to be told', async () => {
    const recipe = ['migrate', 'new', '--name', 'find_b', '--recipe', 'concurrent-index'];
    const unsaid = await home.run([...recipe, '--set', 'table=a'], env);
    expect(unsaid).toMatchObject({ code: 2, stdout: '' });
    expect(unsaid.stderr).toMatch(/lacks columns\. It takes, each as --set name=value:/);
    await rm(path.join(project, 'prisma/migrations/20260102000000_drop'), { recursive: true });
    const { code, value } = await home.json([...recipe, '--set', 'table=a', '--set', 'columns=b'], env);
    expect({ code, value }).toMatchObject({
      code: 0,
      value: { migrations: [expect.stringMatching(/^\d{14}_find_b$/)] },
    });
    expect(await home.run(['migrate', 'check'], env)).toMatchObject({ code: 0 });
  });
});
