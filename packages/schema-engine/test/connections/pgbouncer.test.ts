import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newProject, USER_MIGRATION } from '../project.ts';
import { type TestServer, tableNames, testServer } from '../server.ts';
import { hasPgbouncer, startPgbouncer } from './pgbouncer.ts';

if (!hasPgbouncer) {
  process.stderr.write("\nWARNING: no pgbouncer here (Debian's package). ITS TESTS ARE SKIPPED.\n\n");
}

describe.skipIf(!hasPgbouncer)('behind PgBouncer', () => {
  const migrations = {
    '001_init': USER_MIGRATION,
    '002_more': 'CREATE TABLE "More" (id int);\nCREATE INDEX CONCURRENTLY more_id ON "More" (id);\n',
  };
  let server: TestServer;
  let direct: string;
  let pooler: Awaited<ReturnType<typeof startPgbouncer>>;
  beforeAll(async () => {
    server = await testServer();
    direct = await server.newDatabase();
    pooler = await startPgbouncer(direct, 'transaction');
  });
  afterAll(async () => {
    await pooler?.stop();
    await server.release();
  });

  test('in transaction mode: refused with advice, declared or not; the direct address is taken where it is given', async () => {
    const declared = `${pooler.url}?pgbouncer=true`;
    for (const url of [pooler.url, declared]) {
      const project = await newProject({ url, migrations });
      const refused = await project.prisma(['migrate', 'deploy']);
      expect(refused, refused.output).toMatchObject({
        code: 1,
        output: expect.stringContaining('DIRECT_URL'),
      });
      expect(await tableNames(direct)).toEqual([]);
    }
    const project = await newProject({ url: declared, migrations });
    const deployed = await project.prisma(['migrate', 'deploy'], '', { DIRECT_URL: direct });
    expect(deployed, deployed.output).toMatchObject({ code: 0 });
    expect(await tableNames(direct)).toEqual(['More', 'User']);
    // Looking needs no session of its own.
    expect(await project.prisma(['migrate', 'status'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Database schema is up to date!'),
    });
  });

  test('in session mode, it is a server like any other', async () => {
    const url = await server.newDatabase();
    const inSession = await startPgbouncer(url, 'session');
    try {
      const project = await newProject({ url: inSession.url, migrations });
      const deployed = await project.prisma(['migrate', 'deploy']);
      expect(deployed, deployed.output).toMatchObject({ code: 0 });
      expect(await tableNames(url)).toEqual(['More', 'User']);
    } finally {
      await inSession.stop();
    }
  });
});
