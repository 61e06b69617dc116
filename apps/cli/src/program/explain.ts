import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExplainChoice } from '../commands/explain.ts';
import { add, type Runner, wholeNumber } from './command.ts';

type Options = Omit<ExplainChoice, 'sql' | 'parameters'> & { slow: boolean; limit: number };

/** `orgdb explain`: why a query takes its time, as the application sees it. */
export function addExplain(program: Command, run: Runner): void {
  // Of two options in the order in which they are given.
  const parameters: (string | null)[] = [];
  add(
    program,
    'explain',
    'show how PostgreSQL runs a query, under the policies of a tenant, and what speaks against it',
  )
    .argument('[sql]', 'the query; "-" reads standard input')
    .option('--file <file>', 'read the query from a file')
    .addOption(
      new Option('--query-id <id>', 'of pg_stat_statements; see --slow').argParser(queryId).conflicts('file'),
    )
    .addOption(
      new Option('--param <value>', 'of $1, $2 … in their order; repeatable').argParser((value: string) => {
        parameters.push(value);
        return value;
      }),
    )
    .option('--param-null', 'NULL as the next parameter; repeatable')
    .on('option:param-null', () => parameters.push(null))
    .option('--tenant <slug or id>', "as the services' role, in the context of this tenant")
    .option('--portal-user <email or id>', 'with --tenant: narrowed to what this portal user sees')
    .option('--analyze', 'run it, in a transaction that is rolled back', false)
    .option('--allow-writes', 'with --analyze: also when it changes rows', false)
    .option(
      '--with-index <definition>',
      'compare with the plan that an index gives, such as "ON core.users (tenant_id, name)"',
    )
    .addOption(
      new Option('--compare <sql>', 'another query for the same: both plans, and what differs').conflicts([
        'withIndex',
        'compareFile',
      ]),
    )
    .addOption(
      new Option('--compare-file <file>', 'the same, with that query in a file').conflicts('withIndex'),
    )
    .option('--force', 'with --with-index: also on another database than the local one', false)
    .addOption(new Option('--timeout <seconds>', 'of the query').default(30).argParser(wholeNumber))
    .addOption(new Option('--slow', 'list the queries that took the most time instead').default(false))
    .addOption(new Option('--limit <queries>', 'of --slow').default(10).argParser(wholeNumber))
    .action((sql: string | undefined, options: Options) =>
      run(async (context) => {
        if (options.slow) return (await import('../commands/explain-slow.ts')).slow(context, options);
        const { explain } = await import('../commands/explain.ts');
        return explain(context, { ...options, sql, parameters });
      }),
    );
}

/** @throws InvalidArgumentError */
function queryId(text: string): string {
  if (!/^-?\d{1,19}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return text;
}
