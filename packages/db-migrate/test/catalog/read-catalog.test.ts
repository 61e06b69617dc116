import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type LocalServer, startServer } from '@org/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withConnection } from '../../src/database/connect.ts';
import {
  type Catalog,
  type CatalogOptions,
  catalogFingerprint,
  compareCatalogs,
  type Difference,
  readCatalog,
} from '../../src/index.ts';
import { VERSION } from '../version.ts';
import { KINDS, SCHEMA } from './schema.ts';

let directory: string;
let server: LocalServer;
let counter = 0;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'catalog-'));
  server = await startServer({ directory: path.join(directory, '.pg'), version: VERSION, profile: 'test' });
  await run(server.url(), 'CREATE ROLE reader; CREATE ROLE "Other owner"');
});
afterAll(async () => {
  await server?.release();
  await rm(directory, { recursive: true, force: true });
});

async function run(url: string, sql: string): Promise<void> {
  await withConnection(url, (client) => client.query(sql));
}

async function database(...scripts: string[]): Promise<string> {
  const name = `catalog_${++counter}`;
  await run(server.url(), `CREATE DATABASE ${name} TEMPLATE template0 STRATEGY FILE_COPY`);
  const url = server.url({ database: name });
  for (const script of scripts) await run(url, script);
  return url;
}

const read = (url: string, options?: CatalogOptions) =>
  withConnection(url, (client) => readCatalog(client, options));

function inShort(differences: readonly Difference[]): string[] {
  return differences.map(({ kind, name, change, facts }) =>
    [kind, name, change, ...(change === 'changed' ? facts.map(({ fact }) => fact) : [])].join(' | '),
  );
}

async function changes(before: string, after: string): Promise<string[]> {
  return inShort(compareCatalogs(await read(before), await read(after)));
}

test('equal schemas are equal, whatever the oids, the session and the order in which they were made', async () => {
  const one = await database(SCHEMA);
  const other = await database(
    'CREATE SCHEMA shop; CREATE TABLE shop.gone (a int)',
    'DROP SCHEMA shop CASCADE',
    SCHEMA,
  );
  expect(await changes(one, other)).toEqual([]);
  const strange = await withConnection(other, async (client) => {
    await client.query(
      `SET search_path = shop, public; SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German'; SET quote_all_identifiers = on`,
    );
    const alone = await readCatalog(client);
    await client.query('BEGIN');
    const within = await readCatalog(client);
    const { rows } = await client.query('SHOW search_path');
    await client.query('ROLLBACK');
    expect(rows).toEqual([{ search_path: 'shop, public' }]);
    expect(within).toEqual(alone);
    return alone;
  });
  expect(catalogFingerprint(strange)).toBe(catalogFingerprint(await read(one)));
});

test('each kind is there by name, and nothing of extensions, of the history and of what follows', async () => {
  const { objects, version, migratedBy } = await read(await database(SCHEMA));
  expect(version).toBe(server.version);
  expect(migratedBy).toBe('postgres');
  const kinds = new Set(objects.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(
    [
      ...[
        'aggregate',
        'collation',
        'column',
        'comment',
        'composite type',
        'constraint',
        'default privileges',
        'domain',
      ],
      ...[
        'enum',
        'event trigger',
        'extension',
        'function',
        'grant',
        'index',
        'materialized view',
        'partitions',
        'policy',
      ],
      ...['procedure', 'range', 'rule', 'schema', 'sequence', 'statistics', 'table', 'trigger', 'view'],
    ].sort(),
  );
  const all = objects.map(({ kind, name }) => `${kind} ${name}`);
  expect(all.filter((name) => /gbt|gist|_prisma_migrations|_pkey$|y2026/.test(name))).toEqual([
    'extension btree_gist',
  ]);
  expect(objects).toContainEqual({
    kind: 'policy',
    name: '"by tenant" on shop.orders',
    of: 'shop.orders',
    facts: { command: 'ALL', roles: 'reader', using: "(tenant = current_setting('app.tenant'::text, true))" },
  });
  expect(objects).toContainEqual({
    kind: 'enum',
    name: 'shop.state',
    of: 'shop',
    facts: { owner: 'postgres', values: "'NEW', 'it''s'" },
  });
});

describe('finds', () => {
  let url: string;
  let before: Catalog;
  beforeAll(async () => {
    url = await database(SCHEMA);
    before = await read(url);
  });

  test.each(KINDS)('$what', async ({ sql, found }) => {
    const after = await withConnection(url, async (client) => {
      await client.query('BEGIN');
      await client.query(sql);
      return readCatalog(client);
    });
    expect(inShort(compareCatalogs(before, after))).toEqual(found);
  });
});

test('partitions come and go; what one of them has of its own does not', async () => {
  const url = await database(SCHEMA);
  const more = await database(
    SCHEMA,
    `CREATE TABLE shop.log_y2027 PARTITION OF shop.log FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
     ALTER TABLE shop.log_y2027 ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON shop.log_y2027 USING (true);`,
  );
  expect(await changes(url, more)).toEqual([]);
  await run(
    more,
    'ALTER TABLE shop.log_y2027 OWNER TO "Other owner"; CREATE INDEX extra ON shop.log_y2027 (at)',
  );
  const differences = compareCatalogs(await read(url), await read(more));
  expect(differences).toMatchObject([
    { kind: 'index', name: 'shop.extra', change: 'unexpected' },
    {
      kind: 'partitions',
      name: 'of shop.log',
      facts: [{ fact: 'owner', expected: 'postgres', actual: 'postgres; shop.log_y2027: "Other owner"' }],
    },
  ]);
  const named = (await read(url, { partitions: 'named' })).objects.map(({ kind, name }) => `${kind} ${name}`);
  expect(named).toContain('table shop.log_y2026');
});

test('the place of a column counts when asked for', async () => {
  const moved = await database(
    SCHEMA,
    'ALTER TABLE shop.customers DROP name; ALTER TABLE shop.customers ADD name varchar(80) NOT NULL',
  );
  const url = await database(SCHEMA);
  const [before, after] = [await read(url, { columnOrder: true }), await read(moved, { columnOrder: true })];
  const names = compareCatalogs(before, after).map(({ name }) => name);
  expect(names).toEqual(['shop.customers.city', 'shop.customers.name']);
  expect(await changes(url, moved)).toEqual([]);
});
