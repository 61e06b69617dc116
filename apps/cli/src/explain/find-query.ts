import { OperationsError, slowQueries } from '@org/db-operations';
import type { Database } from '../database/database.ts';
import { withStatistics } from './statistics.ts';

/** The text that pg_stat_statements has for an id. @throws OperationsError QUERY_UNKNOWN, STATISTICS_MISSING */
export async function findQuery(database: Database, id: string): Promise<string> {
  const found = await withStatistics(database, (client, name) => slowQueries(client, { database: name, id }));
  if (!found.available) throw new OperationsError('STATISTICS_MISSING', found.advice);
  const [query] = found.queries;
  if (query !== undefined) return query.query;
  throw new OperationsError(
    'QUERY_UNKNOWN',
    `No query ${id} was counted in ${database.where}. "pnpm orgdb explain --slow" lists those that were; a restart or an update of the server may give others.`,
  );
}
