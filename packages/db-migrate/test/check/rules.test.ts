import { describe, expect, test } from 'vitest';
import { checksum } from '../../src/check/published/published.ts';
import { checkScripts, placesIn } from './scripts.ts';

const rulesIn = async (...scripts: Parameters<typeof checkScripts>[0][number][]) =>
  (await checkScripts(scripts)).findings.map(({ rule }) => rule);

/** As Prisma writes it. */
const FIRST = `-- CreateEnum
CREATE TYPE "Status" AS ENUM ('OPEN', 'SHUT');

-- CreateTable
CREATE TABLE "User" (
    "id" SERIAL NOT NULL,
    "email" VARCHAR(100) NOT NULL,
    "status" "Status" NOT NULL DEFAULT 'OPEN',

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Post" (
    "id" SERIAL NOT NULL,
    "authorId" INTEGER NOT NULL,
    "price" DECIMAL(10,2),

    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
`;

describe('what Prisma writes for an addition is silent', () => {
  test.each([
    ['tables, keys and indexes that come together', ''],
    ['a nullable column', 'ALTER TABLE "User" ADD COLUMN "name" TEXT;'],
    ['a column with a constant default', 'ALTER TABLE "User" ADD COLUMN "age" INTEGER NOT NULL DEFAULT 0;'],
    [
      'a column with a stable default',
      'ALTER TABLE "User" ADD COLUMN "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;',
    ],
    ['an enum value', `ALTER TYPE "Status" ADD VALUE 'NEW';`],
    ['a longer text', 'ALTER TABLE "User" ALTER COLUMN "email" SET DATA TYPE TEXT;'],
    ['more digits before the point', 'ALTER TABLE "Post" ALTER COLUMN "price" SET DATA TYPE DECIMAL(12,2);'],
    ['a column that may be null again', 'ALTER TABLE "Post" ALTER COLUMN "authorId" DROP NOT NULL;'],
    ['an index that goes', 'DROP INDEX "User_email_key";'],
    ['a new name of an index', 'ALTER INDEX "User_email_key" RENAME TO "User_email_idx";'],
    [
      'a foreign key that a new column brings',
      'ALTER TABLE "Post" ADD COLUMN "by" INTEGER REFERENCES "User"("id");\nCREATE INDEX CONCURRENTLY "i" ON "Post"("by");',
    ],
  ])('%s', async (_, sql) => {
    expect((await rulesIn(FIRST, sql)).filter((rule) => rule !== 'concurrent-not-alone')).toEqual([]);
  });
});

describe('what hurts is found, whatever it is written like', () => {
  test.each([
    [
      'an enum without a value, as Prisma writes it',
      ['type-rewrites', 'enum-changed'],
      `BEGIN;
CREATE TYPE "Status_new" AS ENUM ('OPEN');
ALTER TABLE "User" ALTER COLUMN "status" DROP DEFAULT;
ALTER TABLE "User" ALTER COLUMN "status" TYPE "Status_new" USING ("status"::text::"Status_new");
ALTER TYPE "Status" RENAME TO "Status_old";
ALTER TYPE "Status_new" RENAME TO "Status";
DROP TYPE "Status_old";
COMMIT;`,
    ],
    [
      'a shorter text',
      ['type-rewrites'],
      'ALTER TABLE "User" ALTER COLUMN "email" SET DATA TYPE VARCHAR(50);',
    ],
    [
      'other digits behind the point',
      ['type-rewrites'],
      'ALTER TABLE "Post" ALTER COLUMN "price" SET DATA TYPE DECIMAL(12,3);',
    ],
    ['a serial', ['volatile-default'], 'ALTER TABLE "User" ADD COLUMN "number" SERIAL;'],
    [
      'a stored column',
      ['volatile-default'],
      'ALTER TABLE "User" ADD COLUMN "low" TEXT GENERATED ALWAYS AS (lower(email)) STORED;',
    ],
    ['a key behind a column', ['key-blocks'], 'ALTER TABLE "User" ADD COLUMN "code" TEXT UNIQUE;'],
    [
      'a required column that nothing fills',
      ['column-required'],
      'ALTER TABLE "User" ADD COLUMN "name" TEXT NOT NULL;',
    ],
    [
      'what comes before a required column, and on other tables',
      ['index-blocks-writes', 'column-required', 'foreign-key-validated'],
      'CREATE INDEX "p" ON "User"("status");\nALTER TABLE "User" ADD COLUMN "name" TEXT NOT NULL;\nALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("authorId") REFERENCES "User"("id");',
    ],
    [
      'two in one statement',
      ['column-required', 'data-dropped'],
      'ALTER TABLE "User" ADD COLUMN "name" TEXT NOT NULL,\nDROP COLUMN "email";',
    ],
    ['a table that is emptied', ['data-dropped'], 'TRUNCATE "Post";'],
    ['rows that are all deleted', ['data-dropped'], 'DELETE FROM "Post" WHERE "price" IS NULL;'],
    [
      'rows that are all changed by a join',
      ['write-unbatched'],
      'UPDATE "Post" SET "price" = 1 FROM "User" WHERE "User"."id" = "Post"."authorId";',
    ],
    ['a table that moves to another schema', ['renamed'], 'ALTER TABLE "Post" SET SCHEMA archive;'],
    [
      'a table that no migration is known to make',
      ['index-blocks-writes'],
      'CREATE INDEX "x" ON "elsewhere"."Things"("id");',
    ],
    [
      'a foreign key to be checked later, without an index',
      ['foreign-key-unindexed'],
      'ALTER TABLE "User" ADD COLUMN "firstId" INTEGER;\nALTER TABLE "User" ADD CONSTRAINT "f" FOREIGN KEY ("firstId") REFERENCES "Post"("id") NOT VALID;',
    ],
  ])('%s', async (_, rules, sql) => {
    expect(await rulesIn(FIRST, sql)).toEqual(rules);
  });

  test('by what the migrations before have made, renamed and dropped', async () => {
    expect(
      await rulesIn(
        FIRST,
        'CREATE FUNCTION token() RETURNS text LANGUAGE sql STABLE AS $$ SELECT current_user::text $$;',
        `ALTER TABLE "User" ADD COLUMN "token" TEXT DEFAULT token();`,
        '-- orgdb:allow renamed Nobody reads it yet.\nALTER TABLE "User" RENAME COLUMN "token" TO "secret";',
        'ALTER TABLE "User" ADD CONSTRAINT "set" CHECK ("secret" IS NOT NULL) NOT VALID;',
        'ALTER TABLE "User" VALIDATE CONSTRAINT "set";',
        'ALTER TABLE "User" ALTER COLUMN "secret" SET NOT NULL;',
      ),
    ).toEqual([]);
  });

  test('behind a column that only an empty table takes, nothing of it is read', async () => {
    const required =
      'ALTER TABLE "Post" ADD COLUMN "teamId" INTEGER NOT NULL;\nCREATE UNIQUE INDEX "t" ON "Post"("teamId");\nALTER TABLE "Post" ADD FOREIGN KEY ("teamId") REFERENCES "User"("id"), ALTER COLUMN "price" SET NOT NULL;';
    expect(await rulesIn(FIRST, required)).toEqual(['column-required']);
    // In the migration that follows it may have rows.
    expect(await rulesIn(FIRST, required, 'CREATE INDEX "p" ON "Post"("price");')).toEqual([
      'column-required',
      'index-blocks-writes',
    ]);
    expect(await rulesIn(FIRST, required.replace('ADD COLUMN', 'ADD COLUMN IF NOT EXISTS'))).toEqual([
      'column-required',
      'index-blocks-writes',
      'foreign-key-validated',
      'not-null-scans',
    ]);
  });

  test('a rename that Prisma writes as drop and add is asked about', async () => {
    const { findings } = await checkScripts([
      FIRST,
      'ALTER TABLE "Post" DROP COLUMN "price",\nADD COLUMN "amount" DECIMAL(10,2);',
    ]);
    expect(findings).toMatchObject([
      { rule: 'data-dropped', message: expect.stringContaining('become amount') },
    ]);
  });

  test('a policy that goes leaves the table bare', async () => {
    const table = `CREATE TABLE notes (tenant_id int, id int, PRIMARY KEY (tenant_id, id));
ALTER TABLE notes ENABLE ROW LEVEL SECURITY; ALTER TABLE notes FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON notes USING (tenant_id = 1);`;
    expect(await rulesIn(table, 'DROP POLICY own ON notes;')).toEqual(['tenant-unprotected']);
    expect(await rulesIn(table, 'ALTER TABLE notes NO FORCE ROW LEVEL SECURITY;')).toEqual([
      'tenant-unprotected',
    ]);
    expect(
      await rulesIn(table, 'DROP POLICY own ON notes; CREATE POLICY own ON notes USING (tenant_id = 2);'),
    ).toEqual([]);
  });
});

describe('the history', () => {
  test('each migration needs a way back that is finished, or a signature', async () => {
    const sql = 'CREATE TABLE a (id int);';
    const of = async (rollback: string) => placesIn(await checkScripts([{ sql, rollback }]));
    expect(await of('DROP TABLE a;')).toEqual([]);
    expect(await of('-- Nothing yet.\n')).toEqual(['rollback-missing 01/rollback.sql:1:1']);
    expect(await of('-- Back.\n-- NOT FINISHED, complete it by hand.\nSELECT 1;')).toEqual([
      'rollback-missing 01/rollback.sql:2:1',
    ]);
    expect(await of('-- orgdb:irreversible anna: an extension of the server stays')).toEqual([]);
  });

  test('a loss has to be signed in the way back', async () => {
    const drop = { sql: 'DROP TABLE "Post";' };
    expect(await rulesIn(FIRST, drop)).toEqual(['data-dropped']);
    const signed = 'CREATE TABLE "Post" ();\n-- orgdb:irreversible anna: nobody has posted for a year';
    expect(await rulesIn(FIRST, { ...drop, rollback: signed })).toEqual([]);
    expect(await rulesIn(FIRST, { ...drop, rollback: 'SELECT 1; -- orgdb:irreversible' })).toEqual([
      'data-dropped',
    ]);
  });

  test('two migrations of one moment are told apart', async () => {
    const clash = await checkScripts([
      { name: '20260101000000_a', sql: '' },
      { name: '20260101000000_b', sql: '' },
    ]);
    expect(placesIn(clash)).toEqual(['order-clash 20260101000000_b/migration.sql:1:1']);
  });

  test('a published migration is neither edited nor overtaken, and its statements are not held against it', async () => {
    const shipped = { name: '20260102000000_shipped', sql: 'CREATE TABLE a (id int); TRUNCATE b;' };
    const published = {
      version: '1.2.0',
      migrations: { [shipped.name]: checksum(shipped.sql) },
      reads: { 'public.a': ['id'] },
    };
    expect(placesIn(await checkScripts([shipped], { published }))).toEqual([]);
    expect(placesIn(await checkScripts([{ ...shipped, sql: `${shipped.sql} ` }], { published }))).toEqual([
      `shipped-edited ${shipped.name}/migration.sql:1:1`,
    ]);
    const late = { name: '20260101000000_late', sql: 'CREATE TABLE b (id int);' };
    expect(placesIn(await checkScripts([late, shipped], { published }))).toEqual([
      'order-clash 20260101000000_late/migration.sql:1:1',
    ]);
    const next = { name: '20260103000000_next', sql: 'ALTER TABLE a RENAME TO c;' };
    expect((await checkScripts([shipped, next], { published })).findings).toMatchObject([
      { rule: 'renamed' },
      { rule: 'published-dropped', message: 'a is read by the published version 1.2.0.' },
    ]);
  });
});
