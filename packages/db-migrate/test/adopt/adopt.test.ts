import { appendFile, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { adoptDatabase } from '../../src/adopt/adopt.ts';
import { withConnection } from '../../src/database/connect.ts';
import { migrationStatus } from '../../src/deploy/status.ts';
import { catalogFingerprint, readCatalog, runPrisma } from '../../src/index.ts';
import { type AdoptionServer, adoptionServer, run } from './servers.ts';
import { ODDS } from './shapes/odds.ts';
import { RENTAL } from './shapes/rental.ts';
import { TRADE } from './shapes/trade.ts';
import { WORKS } from './shapes/works.ts';

let server: AdoptionServer;
beforeAll(async () => {
  server = await adoptionServer();
});
afterAll(() => server?.release());

const fingerprint = (url: string) =>
  withConnection(url, async (client) => catalogFingerprint(await readCatalog(client)));

describe('an existing database', () => {
  test.for([
    ['trade and odds', TRADE + ODDS, 'SELECT "Name" FROM "Artist"', ''],
    ['rentals and works', RENTAL + WORKS, 'SELECT title FROM film', '@@schema("sales")'],
  ] as const)('of %s becomes managed, and Prisma goes on from there', async ([, script, rows, schema]) => {
    const { url, project } = await server.database(script);
    const before = await fingerprint(url);
    const adoption = await adoptDatabase({ url, project });
    expect(adoption).toMatchObject({ outcome: 'adopted', pending: [], recorded: [/_baseline$/] });
    expect(await fingerprint(url)).toBe(before);
    expect(await run(url, rows)).toHaveLength(1);

    // The whole of the next migration is what was added to the schema: nothing of what is there drifts.
    await appendFile(
      path.join(project, 'prisma/schema.prisma'),
      `\nmodel Added {\n  id Int @id\n  ${schema}\n}\n`,
    );
    const prisma = (...args: string[]) => runPrisma({ project, args, env: { DATABASE_URL: url } });
    expect(await prisma('migrate', 'dev', '--name', 'added')).toMatchObject({ exitCode: 0 });
    const migrations = path.join(project, 'prisma/migrations');
    const name = (await readdir(migrations)).find((one) => one.endsWith('_added')) ?? '';
    const added = await readFile(path.join(migrations, name, 'migration.sql'), 'utf8');
    expect(added.split(';').map((one) => one.trim().split('\n').slice(0, 2).join(' '))).toEqual([
      expect.stringMatching(/^-- CreateTable CREATE TABLE ("sales"\.)?"Added" \($/),
      '',
    ]);
    expect(await withConnection(url, (client) => migrationStatus(client, project))).toMatchObject({
      applied: [/_baseline$/, name],
      pending: [],
      edited: [],
    });
    expect(await prisma('generate')).toMatchObject({ exitCode: 0 });
  });

  test('is adopted once, and a run that was interrupted is gone on with', async () => {
    const { url, project } = await server.database('CREATE TABLE a (id int PRIMARY KEY)');
    expect(await adoptDatabase({ url, project, dryRun: true })).toMatchObject({ outcome: 'planned' });
    await expect(readdir(project)).rejects.toMatchObject({ code: 'ENOENT' });
    const { recorded } = await adoptDatabase({ url, project, name: 'as_found' });
    expect(recorded).toEqual([expect.stringMatching(/^\d{14}_as_found$/)]);
    expect(await adoptDatabase({ url, project })).toMatchObject({ outcome: 'managed', recorded: [] });
    await run(url, 'DROP TABLE _prisma_migrations');
    expect(await adoptDatabase({ url, project })).toMatchObject({ outcome: 'adopted', recorded });
  });
});

describe('nothing is written nor recorded', () => {
  test('when the baseline would make another database, which says what of it', async () => {
    const { url, project } = await server.database(
      'CREATE TABLE a (id int PRIMARY KEY); CREATE COLLATION plain FROM "C"; CREATE CAST (a AS text) WITH INOUT',
    );
    // Where pg_dump is of the server's version, it would write the baseline then.
    vi.stubEnv('PATH', '');
    onTestFinished(() => void vi.unstubAllEnvs());
    await expect(adoptDatabase({ url, project })).rejects.toMatchObject({
      code: 'ADOPT_UNPROVEN',
      message: expect.stringMatching(/- missing cast .*\n- missing collation public\.plain\n/),
    });
    await expect(readdir(project)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await run(url, "SELECT to_regclass('_prisma_migrations') AS history")).toEqual([
      { history: null },
    ]);
  });

  test('for an empty database, another history, or a role that may prove nothing', async () => {
    const { url, project } = await server.database('CREATE EXTENSION citext; DROP EXTENSION citext');
    const refusal = (message: string) => ({
      code: 'ADOPT_REFUSED',
      message: expect.stringContaining(message),
    });
    await expect(adoptDatabase({ url, project })).rejects.toMatchObject(refusal('There is nothing in '));
    await run(url, "CREATE TABLE a (id int PRIMARY KEY); CREATE ROLE plain LOGIN PASSWORD 'x'");
    const plain = server.url(path.basename(project), { user: 'plain', password: 'x' });
    await expect(adoptDatabase({ url: plain, project })).rejects.toMatchObject(
      refusal('may not create databases'),
    );
    await adoptDatabase({ url, project });
    const other = await server.database('CREATE TABLE b (id int PRIMARY KEY)');
    await adoptDatabase(other);
    await expect(adoptDatabase({ url, project: other.project })).rejects.toMatchObject(
      refusal('is managed already: it holds'),
    );
    await expect(adoptDatabase({ url: `${url}_none`, project })).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
    });
  });
});
