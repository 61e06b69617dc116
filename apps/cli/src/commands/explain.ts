import {
  comparedText,
  compareQueries,
  explainQuery,
  explainText,
  OperationsError,
  triedText,
  tryIndex,
} from '@org/db-operations';
import type { Context } from '../context.ts';
import { requireUpToDate } from '../database/migrate.ts';
import { openDatabase, using } from '../database/open.ts';
import { CliError } from '../errors.ts';
import { findQuery } from '../explain/find-query.ts';
import { readQuery } from '../explain/read-query.ts';
import { tenantSettings } from '../explain/tenant-settings.ts';
import { whoSeesAll } from './backup.ts';

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
  /** An index that is built, tried and rolled back. */
  readonly withIndex?: string;
  /** Another query, whose plan is shown beside. */
  readonly compare?: string;
  readonly compareFile?: string;
  /** Also where it keeps others from writing. */
  readonly force: boolean;
}

/** Explains a query: in the context of a tenant as the services' role, else as the role that migrates. */
export async function explain(context: Context, choice: ExplainChoice): Promise<void> {
  const { tenant, portalUser, parameters, analyze, allowWrites, timeout, queryId, withIndex } = choice;
  if (portalUser !== undefined && tenant === undefined) {
    throw new CliError('USAGE', 'A portal user is one of a tenant: add --tenant.');
  }
  if (allowWrites && !analyze) {
    throw new CliError('USAGE', 'Without --analyze nothing runs that could write: leave out --allow-writes.');
  }
  const given = queryId === undefined ? await readQuery(choice) : undefined;
  const other = await readOther(choice);
  await using(await openDatabase(context), async (database) => {
    await requireUpToDate(context, database);
    if (withIndex !== undefined && database.kind === 'external' && !choice.force) {
      throw new CliError(
        'LOCAL_ONLY',
        `An index is tried by building it: until it is rolled back nobody can write to its table in ${database.where}. Try it on a copy, or add --force where nobody else works.`,
      );
    }
    const sql = given ?? (await findQuery(database, queryId ?? ''));
    const settings = tenant === undefined ? {} : await tenantSettings(database, { tenant, portalUser });
    const options = {
      url: database.url(tenant === undefined ? 'owner' : 'app'),
      sql,
      parameters,
      settings,
      analyze,
      allowWrites,
      statementTimeoutMs: timeout * 1_000,
    };
    if (withIndex !== undefined) {
      const ownerUrl = whoSeesAll(database);
      const tried = await tryIndex({ ...options, index: withIndex, ownerUrl });
      context.output.result({ database: database.where, ...tried }, triedText(tried));
      return;
    }
    if (other !== undefined) {
      const compared = await compareQueries({ ...options, other });
      context.output.result({ database: database.where, ...compared }, comparedText(compared));
      return;
    }
    const run = explainQuery(options);
    const explained = await (queryId === undefined ? run : run.catch(adviseOnCounted));
    context.output.result({ database: database.where, ...explained }, explainText(explained));
  });
}

async function readOther({ compare, compareFile }: ExplainChoice): Promise<string | undefined> {
  if (compare === undefined && compareFile === undefined) return undefined;
  return readQuery({ sql: compare, ...(compareFile === undefined ? {} : { file: compareFile }) });
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
