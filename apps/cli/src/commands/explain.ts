import { explainQuery, explainText, OperationsError } from '@org/db-operations';
import type { Context } from '../context.ts';
import { requireUpToDate } from '../database/migrate.ts';
import { openDatabase, using } from '../database/open.ts';
import { CliError } from '../errors.ts';
import { findQuery } from '../explain/find-query.ts';
import { readQuery } from '../explain/read-query.ts';
import { tenantSettings } from '../explain/tenant-settings.ts';

export interface ExplainChoice {
  /** The query, or `-` for standard input. */
  readonly sql?: string | undefined;
  readonly file?: string;
  /** Of pg_stat_statements. */
  readonly queryId?: string;
  readonly parameters: readonly (string | null)[];
  /** Slug or id. */
  readonly tenant?: string;
  /** E-mail or id. */
  readonly portalUser?: string;
  readonly analyze: boolean;
  readonly allowWrites: boolean;
  /** In seconds. */
  readonly timeout: number;
}

/** Explains a query: in the context of a tenant as the services' role, else as the role that migrates. */
export async function explain(context: Context, choice: ExplainChoice): Promise<void> {
  const { tenant, portalUser, parameters, analyze, allowWrites, timeout, queryId } = choice;
  if (portalUser !== undefined && tenant === undefined) {
    throw new CliError('USAGE', 'A portal user is one of a tenant: add --tenant.');
  }
  if (allowWrites && !analyze) {
    throw new CliError('USAGE', 'Without --analyze nothing runs that could write: leave out --allow-writes.');
  }
  const given = queryId === undefined ? await readQuery(choice) : undefined;
  await using(await openDatabase(context), async (database) => {
    await requireUpToDate(context, database);
    const sql = given ?? (await findQuery(database, queryId ?? ''));
    const settings = tenant === undefined ? {} : await tenantSettings(database, { tenant, portalUser });
    const run = explainQuery({
      url: database.url(tenant === undefined ? 'owner' : 'app'),
      sql,
      parameters,
      settings,
      analyze,
      allowWrites,
      statementTimeoutMs: timeout * 1_000,
    });
    const explained = await (queryId === undefined ? run : run.catch(adviseOnCounted));
    context.output.result({ database: database.where, ...explained }, explainText(explained));
  });
}

/** What pg_stat_statements has is the query without its values, and so without their types. */
function adviseOnCounted(error: unknown): never {
  if (!(error instanceof OperationsError) || error.code !== 'QUERY_INVALID') throw error;
  throw new OperationsError(
    error.code,
    `${error.message}\npg_stat_statements puts $1, $2 … in place of values, and their types are lost. Give the query itself, or this text with types, such as $1::uuid.`,
    { cause: error },
  );
}
