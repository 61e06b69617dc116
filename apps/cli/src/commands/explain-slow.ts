import { OperationsError, slowQueries } from '@org/db-operations';
import type { Context } from '../context.ts';
import { openDatabase, using } from '../database/open.ts';
import { withStatistics } from '../explain/statistics.ts';
import { columns } from '../output/columns.ts';

const WIDTH = 100;

/** Lists the queries that took the most time, with the ids that `--query-id` takes. */
export async function slow(context: Context, { limit }: { limit: number }): Promise<void> {
  await using(await openDatabase(context), async (database) => {
    const found = await withStatistics(database, (client, name) =>
      slowQueries(client, { database: name, limit }),
    );
    if (!found.available) throw new OperationsError('STATISTICS_MISSING', found.advice);
    const { since, queries } = found;
    const rows = queries.map(({ id, query, calls, totalMs, meanMs, maxMs, share, hits }) => [
      id,
      milliseconds(totalMs),
      `${Math.round(share * 100)} %`,
      `${calls}`,
      milliseconds(meanMs),
      milliseconds(maxMs),
      hits === null ? '' : `${Math.round(hits * 100)} %`,
      shorten(query),
    ]);
    const head = ['query id', 'total', 'share', 'calls', 'mean', 'max', 'from memory', 'query'];
    context.output.result(
      { database: database.where, since, queries },
      queries.length === 0
        ? 'No query was counted yet.'
        : `${columns([head, ...rows])}\n${since ? `Since ${since.toISOString()}. ` : ''}"pnpm orgdb explain --query-id <id> --tenant <slug>" shows how one is run.`,
    );
  });
}

function shorten(query: string): string {
  const line = query.replaceAll(/\s+/g, ' ').trim();
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
}

function milliseconds(ms: number): string {
  return ms >= 10_000 ? `${(ms / 1_000).toFixed(1)} s` : `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}
