import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentSchema, markdownPages, renderPage, stalePages, writePages } from '../src/index.ts';
import { SQL, sampleFiles } from './sample.ts';

let files: Awaited<ReturnType<typeof sampleFiles>>;
let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  files = await sampleFiles();
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  await client.query(SQL);
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
  await files?.[Symbol.asyncDispose]();
});

const document = () => documentSchema(client, files.directory);

describe('a page of Markdown', () => {
  let text: string;
  beforeAll(async () => {
    text = markdownPages(await document()).get('sample.md') ?? '';
  });

  test.each([
    ['what a model is for', 'Who comes. Comes \\| again.'],
    ['what its annotations mean', 'Portal users read rows where `id` is themselves. Changes are audited.'],
    ['what a column is for', "| `email` | `varchar(254)` |  | `''` | Where letters go. |"],
    ['what is secret', '| `token` | `text` | yes |  | _secret_ |'],
    [
      'a foreign key and what a deletion does',
      '| `tenant_id, guest_id` | [guests](#sampleguests) `(tenant_id, id)` | restrict |',
    ],
    ['who refers to a table', '**Referred to by** [visits](#samplevisits)'],
    [
      'a partial index over an expression',
      '| `guests_email` | `tenant_id, lower((email)::text)` | unique; where (token IS NULL) |',
    ],
    ['a covering, descending index', '| `visits_newest` | `tenant_id, "on" DESC` | covers mood |'],
    ['a check', '| `email_lower` | `CHECK (((email)::text = lower((email)::text)))` |'],
    ['an exclusion', "WITH &&) WHERE ((mood = 'BAD'::sample.mood))` |"],
    [
      'a policy in words',
      '| `tenant_isolation` | `org_app` | reads and writes rows where tenant_id is the current tenant |',
    ],
    [
      'a restrictive policy in SQL',
      'CREATE POLICY narrow ON sample.guests AS RESTRICTIVE FOR UPDATE TO org_app',
    ],
    ['a trigger', 'BEFORE INSERT ON sample.visits FOR EACH ROW EXECUTE FUNCTION sample.stamp()'],
    ['rights, those to single columns too', '**Grants** `org_app`: SELECT, INSERT, UPDATE (mood)'],
    ['a table that only migrations know', '## Only in migrations'],
    ['how it is partitioned', 'Partitioned by `RANGE (at)`.'],
    [
      'an enum with its values in order',
      '| `mood` | `GOOD` `BAD` | How a visit &lt;ended>. [visits](#samplevisits).mood |',
    ],
    ['a function with the rights of its owner', "| `stamp()` | `trigger` | the owner only | the owner's |"],
    ['a relation in the diagram', 'guests |o--o{ visits : "guest_id"'],
  ])('tells %s', (_what, expected) => {
    expect(text).toContain(expected);
  });

  test('names no partition: they come and go', () => {
    expect(text).not.toContain('log_2026');
  });
});

describe('the page for the browser', () => {
  test('holds text as text, loads nothing, and is the same each time', async () => {
    const page = await renderPage(await document());
    expect(page).toContain('How a visit &lt;ended&gt;.');
    expect(page).not.toMatch(/\b(?:src|href)="(?!#)/);
    expect(page).not.toMatch(/@import|url\((?!#)|fetch\(/);
    expect(await renderPage(await document())).toBe(page);
  });

  test('draws each table and each key, and leads from the box to the section', async () => {
    const page = await renderPage(await document());
    for (const name of ['guests', 'visits', 'log']) {
      expect(page).toContain(`<a href="#sample.${name}" class="box"`);
      expect(page).toContain(`<section class="table" id="sample.${name}"`);
    }
    expect(page).toMatch(
      /<path class="link optional" data-from="sample\.guests" data-to="sample\.visits" d="M[\d. -]+ C[\d. -]+"/,
    );
  });
});

test('pages that were written are fresh until the database changes, or somebody edits them', async () => {
  const pages = path.join(files.directory, 'pages');
  expect(await stalePages(await document(), pages)).toEqual(['README.md', 'sample.md']);
  await writePages(await document(), pages);
  expect(await stalePages(await document(), pages)).toEqual([]);
  expect(await writePages(await document(), pages)).toEqual([]);

  // Of a system that is gone, and somebody's own.
  const gone = await readFile(path.join(pages, 'sample.md'), 'utf8');
  await writeFile(path.join(pages, 'gone.md'), gone);
  await writeFile(path.join(pages, 'notes.md'), '# Mine\n');
  await client.query('BEGIN; CREATE INDEX later ON sample.visits (mood)');
  expect(await stalePages(await document(), pages)).toEqual(['README.md', 'gone.md', 'sample.md']);
  await client.query('ROLLBACK');
  expect(await writePages(await document(), pages)).toEqual(['gone.md']);
  expect(await readFile(path.join(pages, 'notes.md'), 'utf8')).toBe('# Mine\n');
  await rm(pages, { recursive: true });
});
