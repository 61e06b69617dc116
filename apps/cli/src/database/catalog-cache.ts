import path from 'node:path';
import type { Context } from '../context.ts';
import type { Database } from './database.ts';

/** Where what migrations make is kept between commands: in the server's folder, or beside it for another database. */
export function catalogCache({ environment }: Context, database: Database): string {
  const { home } = environment;
  return path.join(database.kind === 'local' ? home : `${home}-external`, 'catalogs');
}
