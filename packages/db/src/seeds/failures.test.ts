import { createTestDatabase } from '@org/db-testing';
import { expect, test } from 'vitest';
import { query } from '../../test/snapshot.ts';
import { runSeeds, SeedError } from './index.ts';

async function failure(url: string): Promise<SeedError> {
  const error: unknown = await runSeeds({ url }).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof SeedError)) {
    throw new Error('expected a SeedError', { cause: error });
  }
  return error;
}

test('a database without tables asks for the migrations', async () => {
  await using database = await createTestDatabase({ expectNoConnections: true });
  await query(database.superuserUrl, 'DROP SCHEMA core, commerce CASCADE');
  const error = await failure(database.url('owner'));
  expect(error.code).toBe('SEED_SCHEMA_MISSING');
  expect(error.message).toContain(database.name);
});

test("the services' role may not seed", async () => {
  await using database = await createTestDatabase();
  expect(await failure(database.url('app'))).toMatchObject({ code: 'SEED_FORBIDDEN' });
});

test('a wrong password, an unknown database and a deaf port are told apart, without the password', async () => {
  await using database = await createTestDatabase();
  const at = (change: (url: URL) => void): string => {
    const url = new URL(database.url('owner'));
    change(url);
    return url.href;
  };
  const wrong = await failure(
    at((url) => {
      url.password = 'not-the-password';
    }),
  );
  const unknown = await failure(
    at((url) => {
      url.pathname = '/no_such_database';
    }),
  );
  const deaf = await failure(
    at((url) => {
      url.port = '1';
    }),
  );
  expect([wrong.code, unknown.code, deaf.code]).toEqual([
    'DATABASE_AUTH_FAILED',
    'DATABASE_UNREACHABLE',
    'DATABASE_UNREACHABLE',
  ]);
  expect(unknown.message).toContain('no_such_database');
  expect(wrong.message).not.toContain('not-the-password');
});

test.each(['', 'localhost:5432/org', 'mysql://root:secret@localhost/org'])(
  '%j is no connection string',
  async (url) => {
    const error = await failure(url);
    expect(error.code).toBe('URL_INVALID');
    expect(error.message).not.toContain('secret');
  },
);

test('a session that is ended meanwhile is no refusal', async () => {
  await using database = await createTestDatabase();
  await query(
    database.superuserUrl,
    `CREATE FUNCTION core.end_session() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END';
     CREATE TRIGGER end_session BEFORE INSERT ON core.tenants FOR EACH ROW EXECUTE FUNCTION core.end_session()`,
  );
  expect(await failure(database.url('owner'))).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
});

test('a tenant fails as a whole, and what was committed before is told', async () => {
  await using database = await createTestDatabase();
  const url = database.url('owner');
  await query(url, `ALTER TABLE commerce.orders ADD CONSTRAINT no_orders CHECK (false)`);
  const error = await failure(url);
  expect(error.code).toBe('DATABASE_FAILED');
  expect(error.cause).toBeInstanceOf(Error);
  expect(await query(url, `SELECT slug FROM core.tenants WHERE slug = 'well-crafted'`)).toEqual([]);
  expect(new Set(error.partial?.logins.map((login) => login.tenant))).toEqual(
    new Set(['stratibreak', 'bahinlink', 'summit-homes']),
  );
});
