import { withConnection } from '@org/db-migrate';
import pg, { type Client } from 'pg';
import { OperationsError } from '../../errors.ts';
import { comparePlans, type PlanComparison } from '../compare/compare-plans.ts';
import { type ExplainOptions, explainQuery } from '../explain.ts';
import { explainIn } from '../explain-in.ts';
import type { Explained } from '../explained.ts';
import { allNodes } from '../plan/plan-node.ts';
import { inTransaction } from '../run/transaction.ts';
import { readStatement } from '../statement/statement.ts';
import { readIndex, TRIED } from './read-index.ts';

export interface TryIndexOptions extends ExplainOptions {
  /** `ON schema.table (columns)`, or a whole CREATE INDEX. */
  readonly index: string;
  /** Of a role that may make the index, and become the one of `url`: a superuser, or its member. */
  readonly ownerUrl: string;
}

/** A query without an index and with it. */
export interface TriedIndex {
  /** The statement that made it, which was rolled back. */
  readonly index: string;
  /** Whether the plan reads it. */
  readonly used: boolean;
  readonly before: Explained;
  readonly after: Explained;
  readonly comparison: PlanComparison;
}

/**
 * Explains a query without an index and with it. The index is really built, in a transaction that is rolled back: until then nobody else can
 * write to the table, so this is for a database that nobody else works with.
 *
 * @throws OperationsError as `explainQuery`, and QUERY_FAILED when the index cannot be made
 */
export async function tryIndex(options: TryIndexOptions): Promise<TriedIndex> {
  const { sql, parameters = [], settings = {}, analyze = false, allowWrites = false, ownerUrl } = options;
  const index = await readIndex(options.index);
  const before = await explainQuery(options);
  const statement = await readStatement(sql);
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
  const after = await withConnection(ownerUrl, (client) =>
    inTransaction(client, { readOnly: false, settings, statementTimeoutMs: 0 }, async () => {
      await build(client, index, before.role);
      await client.query("SELECT set_config('statement_timeout', $1, true)", [String(statementTimeoutMs)]);
      if (!(analyze && allowWrites)) await client.query('SET LOCAL transaction_read_only = on');
      return explainIn(client, statement, {
        parameters,
        analyze,
        statementTimeoutMs,
        withSettings: Object.keys(settings).length > 0,
      });
    }),
  );
  const used = allNodes(after.plan).some((node) => node.index?.startsWith(TRIED));
  return { index, used, before, after, comparison: comparePlans(before, after) };
}

/** Makes the index, and goes on as the role. */
async function build(client: Client, index: string, role: string): Promise<void> {
  try {
    await client.query({ text: index, queryMode: 'extended' } as pg.QueryConfig);
    await client.query(`SET LOCAL ROLE ${pg.escapeIdentifier(role)}`);
  } catch (cause) {
    throw new OperationsError('QUERY_FAILED', `The index cannot be tried: ${(cause as Error).message}.`, {
      cause,
    });
  }
}
