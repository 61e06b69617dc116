import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type LocalServer, startServer } from '@org/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adoptDatabase } from '../../src/adopt/adopt.ts';
import { withConnection } from '../../src/database/connect.ts';
import { deployMigrations } from '../../src/deploy/deploy.ts';
import { catalogFingerprint, readCatalog, runPrisma } from '../../src/index.ts';
import { ODDS } from './shapes/odds.ts';
import { RENTAL } from './shapes/rental.ts';
import { TRADE } from './shapes/trade.ts';
import { WORKS } from './shapes/works.ts';

let directory: string;
let server: LocalServer;
let counter = 0;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'adopt-'));
  server = await startServer({ directory: path.join(directory, '.pg'), profile: 'test' });
});
afterAll(async () => {
  await server?.release();
  await rm(directory, { recursive: true, force: true });
});

async function run(url: string, sql: string): Promise<Record<string, unknown>[]> {
  return withConnection(url, async (client) => [await client.query(sql)].flat().at(-1)?.rows ?? []);
}

async function database(script: string): Promise<{ url: string; project: string }> {
  const name = `adopt_${++counter}`;
  await run(server.url(), `CREATE DATABASE ${name} TEMPLATE template0 STRATEGY FILE_COPY`);
  const url = server.url({ database: name });
  await run(url, script);
  return { url, project: path.join(directory, name) };
}

const fingerprint = (url: string) =>
  withConnection(url, async (client) => catalogFingerprint(await readCatalog(client)));

describe('an existing database', () => {
  test.concurrent.for([
    ['trade', TRADE],
    ['rentals', RENTAL],
    ['works', WORKS],
    ['odds', ODDS],
  ] as const)('of %s becomes managed', async ([, script], { expect }) => {
    const { url, project } = await database(script);
    const before = await fingerprint(url);
    const adoption = await adoptDatabase({ url, project });
    console.log(adoption.notes.join('\n'));
    expect(adoption).toMatchObject({ outcome: 'adopted', pending: [] });
    expect(await fingerprint(url)).toBe(before);

    const env = { DATABASE_URL: url };
    const prisma = async (...args: string[]) => {
      const result = await runPrisma({ project, args, env });
      return `${result.exitCode}\n${result.stdout}\n${result.stderr}`;
    };
    expect(await prisma('generate')).toMatch(/^0/);
    expect(await prisma('migrate', 'status')).toContain('Database schema is up to date!');

    await appendFile(path.join(project, 'prisma/schema.prisma'), '\nmodel Added {\n  id Int @id\n SCHEMA\n}\n'.replace('SCHEMA', script === WORKS ? '@@schema("sales")' : ''));
    console.log(await prisma('migrate', 'dev', '--name', 'added'));
    const name = (await readdir(path.join(project, 'prisma/migrations'))).find((one) => one.endsWith('_added'));
    console.log(await readFile(path.join(project, 'prisma/migrations', String(name), 'migration.sql'), 'utf8'));
  });
});
