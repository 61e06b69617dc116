import { afterAll, beforeAll, expect, test } from 'vitest';
import { dumpSchema } from '../../src/adopt/dump/dump-schema.ts';
import { withConnection } from '../../src/database/connect.ts';
import { compareCatalogs, readCatalog } from '../../src/index.ts';
import { SCHEMA } from '../catalog/schema.ts';
import { type AdoptionServer, adoptionServer, run } from './servers.ts';
import { ODDS } from './shapes/odds.ts';
import { RENTAL } from './shapes/rental.ts';
import { TRADE } from './shapes/trade.ts';
import { WORKS } from './shapes/works.ts';

let server: AdoptionServer;
beforeAll(async () => {
  server = await adoptionServer();
  await run(server.url('postgres'), 'CREATE ROLE reader; CREATE ROLE "Other owner"');
});
afterAll(() => server?.release());

const read = (url: string) =>
  withConnection(url, (client) => readCatalog(client, { partitions: 'named', columnOrder: true }));

const OWNED = `CREATE SCHEMA "Theirs" AUTHORIZATION "Other owner"; CREATE TABLE "Theirs".a (id int PRIMARY KEY); ALTER TABLE "Theirs".a OWNER TO reader;
  CREATE FUNCTION "Theirs".f(int, VARIADIC text[]) RETURNS int LANGUAGE sql RETURN 1; ALTER FUNCTION "Theirs".f OWNER TO "Other owner";
  GRANT SELECT ON "Theirs".a TO "Other owner" WITH GRANT OPTION; REVOKE INSERT ON "Theirs".a FROM reader;
  ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; REVOKE CREATE ON SCHEMA public FROM pg_database_owner;`;

test.each([
  ['trade', TRADE],
  ['rentals', RENTAL],
  ['works', WORKS],
  ['odds', ODDS],
  ['owners and rights', OWNED],
])('the script of %s makes an equal database, and the same script again', async (_, script) => {
  const { url } = await server.database(script);
  const dump = await withConnection(url, dumpSchema);
  const { url: again } = await server.database(dump);
  expect(compareCatalogs(await read(url), await read(again))).toEqual([]);
  expect(await withConnection(again, dumpSchema)).toBe(dump);
});

test('every kind of object is in the script, but for those that the documentation names', async () => {
  const { url } = await server.database(SCHEMA);
  const { url: again } = await server.database(await withConnection(url, dumpSchema));
  const differences = compareCatalogs(await read(url), await read(again));
  expect(differences.map(({ kind, change }) => `${change} ${kind}`)).toEqual([
    'missing collation',
    'missing event trigger',
  ]);
});
