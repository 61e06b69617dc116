import type { Context } from '../context.ts';
import type { Database } from './database.ts';
import { externalDatabase } from './external.ts';
import { findLocal, openLocal } from './local.ts';

/** The environment's database, else the local one, started for as long as it is used. */
export async function openDatabase(context: Context, options: { stay?: boolean } = {}): Promise<Database> {
  return (
    externalDatabase(context.environment) ??
    (await openLocal({ home: context.environment.home, onProgress: context.output.note, ...options }))
  );
}

/** The environment's database, else the local one if it runs. @throws CliError SERVER_STOPPED, NOT_SET_UP */
export async function findDatabase(context: Context): Promise<Database> {
  return externalDatabase(context.environment) ?? (await findLocal(context.environment.home));
}

/** Runs `work` on a database and lets go of it, whatever happens. */
export async function using<T>(database: Database, work: (database: Database) => Promise<T>): Promise<T> {
  try {
    return await work(database);
  } finally {
    await database.release();
  }
}
