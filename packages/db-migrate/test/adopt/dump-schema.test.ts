import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type LocalServer, startServer } from '@org/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dumpSchema } from '../../src/adopt/dump/dump-schema.ts';
import { withConnection } from '../../src/database/connect.ts';
import { compareCatalogs, readCatalog } from '../../src/index.ts';
import { SCHEMA } from '../catalog/schema.ts';
import { ODDS } from './shapes/odds.ts';
import { RENTAL } from './shapes/rental.ts';
import { TRADE } from './shapes/trade.ts';
import { WORKS } from './shapes/works.ts';

let directory: string;
let server: LocalServer;
let counter = 0;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'dump-'));
  server = await startServer({ directory: path.join(directory, '.pg'), profile: 'test' });
  await run(server.url(), 'CREATE ROLE reader; CREATE ROLE "Other owner"');
});
afterAll(async () => {
  await server?.release();
  await rm(directory, { recursive: true, force: true });
});

async function run(url: string, sql: string): Promise<void> {
  await withConnection(url, (client) => client.query(sql));
}

async function database(script: string): Promise<string> {
  const name = `dump_${++counter}`;
  await run(server.url(), `CREATE DATABASE ${name} TEMPLATE template0 STRATEGY FILE_COPY`);
  const url = server.url({ database: name });
  await run(url, script);
  return url;
}

const read = (url: string) =>
  withConnection(url, (client) => readCatalog(client, { partitions: 'named', columnOrder: true }));

describe('a script of what is there', () => {
  test.each([
    ['of trade', TRADE],
    ['of rentals', RENTAL],
    ['of works', WORKS],
    ['of odds', ODDS],
    ['of every kind of object', SCHEMA],
  ])('%s makes an equal database, and the same script again', async (_, script) => {
    const first = await database(script);
    const dump = await withConnection(first, dumpSchema);
    const second = await database(dump);
    expect(compareCatalogs(await read(first), await read(second))).toEqual([]);
    expect(await withConnection(second, dumpSchema)).toBe(dump);
  });
});
