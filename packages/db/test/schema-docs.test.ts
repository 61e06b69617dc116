import path from 'node:path';
import { documentSchema, renderPage, type SchemaDocumentation, stalePages } from '@org/db-docs';
import { createTestDatabase } from '@org/db-testing';
import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { MODELS } from '../generated/models.ts';

const PACKAGE = path.resolve(import.meta.dirname, '..');
let documentation: SchemaDocumentation;

beforeAll(async () => {
  await using database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.directUrl('owner') });
  await client.connect();
  try {
    documentation = await documentSchema(client, path.join(PACKAGE, 'prisma', 'schema'));
  } finally {
    await client.end();
  }
});

test('the Markdown in docs/schema fits the schema; when it does not, run "pnpm db:docs"', async () => {
  expect(await stalePages(documentation, path.join(PACKAGE, '../../docs/schema'))).toEqual([]);
});

test('every model is documented, with what it is for', () => {
  const tables = documentation.systems.flatMap((system) => system.groups.flatMap((group) => group.tables));
  expect(
    tables
      .map((table) => table.model)
      .filter(Boolean)
      .sort(),
  ).toEqual(Object.keys(MODELS).sort());
  expect(tables.filter((table) => table.meaning === '').map((table) => table.name)).toEqual([]);
});

test('every link of the page for the browser leads somewhere, and no two places share a name', async () => {
  const page = await renderPage(documentation);
  const places = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(places).size).toBe(places.length);
  const known = new Set(places);
  const broken = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id).filter((id) => !known.has(id));
  expect(broken).toEqual([]);
});
