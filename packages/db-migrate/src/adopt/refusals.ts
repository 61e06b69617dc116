import type { Client } from 'pg';
import { readCatalog } from '../catalog/read-catalog.ts';
import { describeUrl } from '../database/connect.ts';
import { MigrateError } from '../errors.ts';

/** @throws MigrateError ADOPT_REFUSED for a database with nothing in it, and for a role that could prove nothing */
export async function requireSomething(client: Client, url: string): Promise<void> {
  const { rows } = await client.query<{ name: string; may: boolean; history: boolean }>(
    `SELECT current_user AS name, rolsuper OR rolcreatedb AS may, to_regclass('public._prisma_migrations') IS NOT NULL AS history
     FROM pg_roles WHERE rolname = current_user`,
  );
  const [{ name = '', may = false, history = false } = {}] = rows;
  const { objects } = await readCatalog(client);
  if (!history && objects.every((object) => object.name === 'public' || object.of === 'public')) {
    const made = objects.filter(({ kind, name: own }) => kind !== 'grant' && own !== 'public');
    if (made.length === 0) {
      throw new MigrateError(
        'ADOPT_REFUSED',
        `There is nothing in ${describeUrl(url)} to adopt. For an empty database, deploy the migrations: "orgdb migrate deploy".`,
      );
    }
  }
  if (!may) {
    throw new MigrateError(
      'ADOPT_REFUSED',
      `The role ${name} may not create databases, and what is recorded has to be tried on one first. Have an administrator run ALTER ROLE "${name}" CREATEDB; it can be taken back afterwards.`,
    );
  }
}
