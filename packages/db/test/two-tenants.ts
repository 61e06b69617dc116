import { randomUUID } from 'node:crypto';
import { createTestDatabase, type Role, runPooler, startPooler, type TestDatabase } from '@org/db-testing';
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

const pooler = runPooler();

/** Do the tests go through PgBouncer? */
export const POOLED = pooler !== undefined;

/** May statements be prepared where the tests run? Debian 12's PgBouncer keeps no track of them. */
export const PREPARED = pooler?.preparedStatements ?? true;

/** How statements can be sent where the tests run. */
export const STATEMENT_MODES: readonly (readonly [string, Partial<DbOptions>])[] = [
  ...(PREPARED ? [['prepared', { preparedStatements: true }] as const] : []),
  ['unprepared', { preparedStatements: false }],
  ['distributed', { distributed: true }],
];

/**
 * What stops the traces that raw SQL leaves on server sessions behind PgBouncer, which ends none of them: every session
 * is reset after every transaction.
 */
export const RESETTING = { server_reset_query: 'DISCARD ALL', server_reset_query_always: 1 };

export interface FixturePlace {
  /** Where tests go through PgBouncer: take one of the test's own, with these settings. */
  readonly settings?: Readonly<Record<string, string | number>> | undefined;
  /** Instead of a database of the tests' server; dropped at the end. */
  readonly database?: TestDatabase | undefined;
}

export async function createFixture(
  options: Partial<DbOptions> = {},
  { settings, database: given }: FixturePlace = {},
): Promise<Fixture> {
  const own = POOLED && settings ? await startPooler({ settings }) : undefined;
  const made = given ?? (await createTestDatabase({ expectNoConnections: true }));
  const database = own ? { ...made, url: (role?: Role) => own.url(made.directUrl(role)) } : made;
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
      preparedStatements: PREPARED,
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
      await own?.stop();
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
