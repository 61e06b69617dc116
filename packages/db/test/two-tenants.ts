import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import pg from 'pg';
import { createDb, type Db } from '../src/client/create-db.ts';
import type { DbOptions } from '../src/client/options.ts';

/** A database with two tenants, and what a test needs to look at it from outside. */
export interface Fixture {
  readonly database: TestDatabase;
  readonly db: Db;
  /** Past every policy. */
  readonly superuser: pg.Client;
  readonly tenants: readonly [string, string];
  /** Another `Db` on the same database, closed at the end. */
  open(options?: Partial<DbOptions>): Db;
  end(): Promise<void>;
}

/** Do the tests go through PgBouncer? Debian's keeps no prepared statements. */
export const POOLED = process.env.DB_TESTING_POOLER === 'pgbouncer';

/** How statements can be sent where the tests run. */
export const STATEMENT_MODES: readonly (readonly [string, boolean])[] = POOLED
  ? [['unprepared', false]]
  : [
      ['prepared', true],
      ['unprepared', false],
    ];

export async function createFixture(options: Partial<DbOptions> = {}): Promise<Fixture> {
  const database = await createTestDatabase({ expectNoConnections: true });
  const superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  const tenants = [randomUUID(), randomUUID()] as const;
  for (const [index, id] of tenants.entries()) {
    await superuser.query(
      `insert into core.tenants (id, slug, name, contact_email, status) values ($1, $2, $2, 'a@b.c', 'ACTIVE')`,
      [id, `tenant-${index}`],
    );
  }
  const opened: Db[] = [];
  const open = (more: Partial<DbOptions> = {}) => {
    const db = createDb({
      url: database.url('app'),
      adminUrl: database.url('admin'),
      preparedStatements: !POOLED,
      ...options,
      ...more,
    });
    opened.push(db);
    return db;
  };
  return {
    database,
    superuser,
    tenants,
    db: open(),
    open,
    async end() {
      await Promise.all(opened.map((db) => db.close()));
      await superuser.end();
      await database.drop();
    },
  };
}

/** What a user row needs. */
export function person(name: string): { name: string; email: string; passwordHash: string } {
  return { name, email: `${name}@example.com`, passwordHash: 'x' };
}

/** The code of the `DbError` that a promise is rejected with. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Error && 'code' in error ? error.code : error;
}
