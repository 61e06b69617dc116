import { MigrateError, verifyDatabase } from '@org/db-migrate';
import type { Context } from '../context.ts';
import { catalogCache } from '../database/catalog-cache.ts';
import type { Database } from '../database/database.ts';

export interface Verified {
  /** Undefined when it could not be verified. */
  readonly ok: boolean | undefined;
  readonly says: string;
}

/** Compares the database with what its migrations make, where a scratch database may be made for that. */
export async function verifyAfter(context: Context, database: Database): Promise<Verified> {
  try {
    const { drift, objects } = await verifyDatabase({
      url: database.url('owner'),
      project: context.project,
      cache: catalogCache(context, database),
    });
    if (drift.length === 0)
      return { ok: true, says: `Verified: ${objects} objects are what the migrations make.` };
    return {
      ok: false,
      says: `The database is not what its migrations make: ${drift.map(({ what, meaning }) => `${what}: ${meaning}`).join('; ')}`,
    };
  } catch (error) {
    // The migrations are applied all the same; what could not be done is said.
    if (!(error instanceof MigrateError)) throw error;
    return { ok: undefined, says: `Not verified: ${error.message}` };
  }
}
