import type pg from 'pg';
import type { Client } from 'pg';
import type { Statement } from '../statement/statement.ts';
import { toExplainFailure } from './failure.ts';

/** How a statement is explained. */
export interface RunOptions {
  /** Values of $1, $2 … as text; empty where the statement has parameters: it is planned for any values. */
  readonly parameters: readonly (string | null)[];
  /** Run it, and take it back. */
  readonly analyze: boolean;
  readonly statementTimeoutMs: number;
}

type Explained = Readonly<Record<string, unknown>>;

/**
 * Explains a statement in the transaction that is open. Values go as parameters, and the protocol takes one statement only.
 *
 * @throws OperationsError QUERY_INVALID, QUERY_WRITES, QUERY_TIMEOUT, QUERY_FAILED, PARAMETERS_INVALID
 */
export async function runExplain(
  client: Client,
  statement: Statement,
  options: RunOptions,
): Promise<Explained> {
  const generic = statement.parameters > 0 && options.parameters.length === 0;
  const what = ['FORMAT JSON', 'VERBOSE', 'SETTINGS', options.analyze ? 'ANALYZE, BUFFERS' : ''].filter(
    Boolean,
  );
  let prefix = `EXPLAIN (${what.join(', ')}) `;
  try {
    if (generic && (await version(client)) < 160_000) {
      prefix = `PREPARE ${NAME} AS `;
      return await explainPrepared(client, prefix + statement.text, what);
    }
    if (generic) {
      prefix = `EXPLAIN (${what.join(', ')}, GENERIC_PLAN) `;
      // The extended protocol would ask for values. That the text holds one statement is what the parser said, whose rules these are.
      await client.query('SET LOCAL standard_conforming_strings = on');
      return first(await client.query<Row>(prefix + statement.text));
    }
    return await one(client, prefix + statement.text, options.parameters);
  } catch (error) {
    throw toExplainFailure(error, { statement, before: prefix.length, ...options });
  }
}

const NAME = 'orgdb_explained';

/** A plan for any values where EXPLAIN has no word for it: that of a prepared statement, which NULL stands in for. */
async function explainPrepared(client: Client, prepare: string, what: readonly string[]): Promise<Explained> {
  await client.query("SET LOCAL plan_cache_mode = 'force_generic_plan'");
  await client.query({ text: prepare, queryMode: 'extended' } as pg.QueryConfig);
  try {
    const { rows } = await client.query<{ count: number }>(
      'SELECT cardinality(parameter_types) AS count FROM pg_prepared_statements WHERE name = $1',
      [NAME],
    );
    const nulls = Array.from({ length: rows[0]?.count ?? 0 }, () => 'NULL').join(', ');
    return await one(client, `EXPLAIN (${what.join(', ')}) EXECUTE ${NAME}(${nulls})`, []);
  } finally {
    // In a transaction that failed this fails too; the connection is closed then.
    await client.query(`DEALLOCATE ${NAME}`).catch(() => undefined);
  }
}

async function one(client: Client, text: string, values: readonly (string | null)[]): Promise<Explained> {
  return first(
    await client.query<Row>({ text, values: [...values], queryMode: 'extended' } as pg.QueryConfig),
  );
}

interface Row {
  'QUERY PLAN': [Explained];
}

function first({ rows }: pg.QueryResult<Row>): Explained {
  const explained = rows[0]?.['QUERY PLAN'][0];
  if (explained === undefined) throw new Error('EXPLAIN returned no plan');
  return explained;
}

async function version(client: Client): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    "SELECT current_setting('server_version_num')::int AS version",
  );
  return rows[0]?.version ?? 0;
}
