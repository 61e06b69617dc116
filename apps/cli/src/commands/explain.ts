import { explainQuery, explainText } from '@org/db-operations';
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
    const explained = await explainQuery({
      url: database.url(tenant === undefined ? 'owner' : 'app'),
      sql,
      parameters,
      settings,
      analyze,
      allowWrites,
      statementTimeoutMs: timeout * 1_000,
    });
    context.output.result({ database: database.where, ...explained }, explainText(explained));
  });
}
