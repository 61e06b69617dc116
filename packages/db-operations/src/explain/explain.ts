import { withConnection } from '@org/db-migrate';
import { OperationsError } from '../errors.ts';
import { explainIn } from './explain-in.ts';
import type { Explained } from './explained.ts';
import { inTransaction } from './run/transaction.ts';
import { readStatement, type Statement } from './statement/statement.ts';

export interface ExplainOptions {
  /** Connection string of the role that is to run the query: its policies and grants hold. */
  readonly url: string;
  /** One SELECT, INSERT, UPDATE, DELETE, MERGE or VALUES. */
  readonly sql: string;
  /** Values of $1, $2 … as text, sent as parameters. Without them the query is planned for any values. */
  readonly parameters?: readonly (string | null)[];
  /** Settings of the transaction, such as those that policies read. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Run the query, in a transaction that is always rolled back. Default false: it is only planned. */
  readonly analyze?: boolean;
  /** With `analyze`: let it write. Else the transaction is read-only, and a query that writes fails. */
  readonly allowWrites?: boolean;
  /** In milliseconds, 30,000 by default. */
  readonly statementTimeoutMs?: number;
}

/**
 * Explains a query as a role sees it: the plan, with the time of each node when it ran, and findings with what to do. Nothing stays of
 * what it changed, except for what no rollback takes back: numbers drawn from sequences, and what functions do outside of the database.
 *
 * @throws OperationsError QUERY_INVALID, QUERY_UNSUPPORTED, QUERY_WRITES, QUERY_TIMEOUT, QUERY_FAILED, PARAMETERS_INVALID
 * @throws MigrateError as `connect`
 */
export async function explainQuery(options: ExplainOptions): Promise<Explained> {
  const { sql, parameters = [], settings = {}, analyze = false, allowWrites = false } = options;
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
  const statement = await readStatement(sql);
  checkParameters(statement, parameters, analyze);
  if (analyze && statement.writes && !allowWrites) {
    throw new OperationsError(
      'QUERY_WRITES',
      'The query writes or locks rows, and would be run. Allow writes: they are taken back. Or look at the plan alone, without running it.',
    );
  }
  return withConnection(options.url, async (client) => {
    const readOnly = !(analyze && allowWrites);
    return inTransaction(client, { readOnly, settings, statementTimeoutMs }, () =>
      explainIn(client, statement, {
        parameters,
        analyze,
        statementTimeoutMs,
        withSettings: Object.keys(settings).length > 0,
      }),
    );
  });
}

function checkParameters(
  { parameters: wanted }: Statement,
  given: readonly (string | null)[],
  analyze: boolean,
): void {
  if (given.length === wanted || (given.length === 0 && !analyze)) return;
  const has =
    wanted === 0 ? 'no parameters' : `${wanted} parameter${wanted === 1 ? '' : 's'} (up to $${wanted})`;
  throw new OperationsError(
    'PARAMETERS_INVALID',
    `The query has ${has}, and ${given.length === 0 ? 'no value was' : `${given.length} value${given.length === 1 ? ' was' : 's were'}`} given. Give one for each, in their order${analyze ? '' : ', or none for the plan that fits any'}.`,
  );
}
