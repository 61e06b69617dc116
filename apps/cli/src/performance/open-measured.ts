import { dropDatabase, withConnection } from '@org/db-migrate';
import type { Context } from '../context.ts';
import type { Database } from '../database/database.ts';
import { externalDatabase } from '../database/external.ts';
import { openLocal } from '../database/local.ts';
import { migrate, requireUpToDate } from '../database/migrate.ts';
import { seed, seedVolume } from '../database/seed.ts';

/** Name of the database on the local server that holds the volume data. */
const NAME = 'org_performance';

export interface Volume {
  readonly tenants: number;
  readonly scale: number;
}

/**
 * The environment's database, which has to hold volume data; else a local one of its own, made where it is missing or holds
 * another volume, and used again afterwards. A comment on it says what it holds.
 */
export async function openMeasured(context: Context, { tenants, scale }: Volume): Promise<Database> {
  const external = externalDatabase(context.environment);
  if (external !== undefined) {
    await requireUpToDate(context, external);
    return external;
  }
  const wanted = JSON.stringify({ tenants, scale });
  let local = await openMigrated(context);
  try {
    const held = await readMarker(local);
    if (held === wanted) return local;
    if (held !== null) {
      context.output.note(`it holds another volume (${held}), and is made anew`);
      const superuser = new URL(local.url('superuser'));
      superuser.pathname = '/postgres';
      await dropDatabase(superuser.href, NAME);
      await local.release();
      local = await openMigrated(context);
    }
    await seed(context, local);
    await seedVolume(context, local, { tenants, scale });
    await writeMarker(local, wanted);
    return local;
  } catch (error) {
    await local.release();
    throw error;
  }
}

async function openMigrated(context: Context): Promise<Database> {
  const { environment, output } = context;
  const local = await openLocal({ home: environment.home, name: NAME, onProgress: output.note });
  try {
    await migrate(context, local);
    return local;
  } catch (error) {
    await local.release();
    throw error;
  }
}

async function readMarker(database: Database): Promise<string | null> {
  const { rows } = await withConnection(database.url('owner'), (client) =>
    client.query<{ marker: string | null }>(
      "SELECT shobj_description(oid, 'pg_database') AS marker FROM pg_database WHERE datname = current_database()",
    ),
  );
  return rows[0]?.marker ?? null;
}

async function writeMarker(database: Database, marker: string): Promise<void> {
  await withConnection(database.url('owner'), (client) =>
    client.query(`COMMENT ON DATABASE ${NAME} IS '${marker}'`),
  );
}
