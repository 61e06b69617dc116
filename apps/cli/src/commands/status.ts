import type { MigrationStatus } from '@org/db-migrate';
import { type ServerStatus, serverStatus } from '@org/postgres';
import type { Context } from '../context.ts';
import { externalDatabase } from '../database/external.ts';
import { readStatus } from '../database/migrate.ts';
import { findDatabase, using } from '../database/open.ts';
import { EXIT } from '../exit-codes.ts';
import { columns } from '../output/columns.ts';

/** Tells how server and migrations stand; changes nothing. Answers the exit code, 0 when all is well. */
export async function status(context: Context): Promise<number> {
  const { environment, output } = context;
  const external = externalDatabase(environment);
  const server = external === undefined ? await serverStatus({ directory: environment.home }) : undefined;
  if (server !== undefined && server.state !== 'running') {
    const problems = [`The local server does not run (${server.state}): "pnpm orgdb up" starts it.`];
    output.result(
      { ok: false, server: { kind: 'local', ...server }, migrations: null, problems },
      text(server, undefined, undefined, problems),
    );
    return EXIT.unreachable;
  }
  const { where, migrations } = await using(await findDatabase(context), async (database) => ({
    where: database.where,
    migrations: await readStatus(context, database),
  }));
  const problems = problemsOf(migrations);
  output.result(
    {
      ok: problems.length === 0,
      server: server === undefined ? { kind: 'external' } : { kind: 'local', ...server },
      database: where,
      migrations,
      problems,
    },
    text(server, where, migrations, problems),
  );
  return problems.length === 0 ? EXIT.done : EXIT.mismatch;
}

function problemsOf({ pending, failed, edited, unknown }: MigrationStatus): string[] {
  const waiting = pending.filter((name) => !failed.includes(name));
  return [
    ...failed.map(
      (name) => `${name} failed half-way: "pnpm orgdb migrate recover" says how far it came, and mends it.`,
    ),
    ...waiting.map((name) => `${name} is pending: "pnpm db:migrate:deploy" applies it.`),
    ...edited.map(
      (name) =>
        `${name} was edited after it was applied: "pnpm orgdb migrate recover" says what can be done.`,
    ),
    ...unknown.map(
      (name) =>
        `${name} is not in this checkout: the database is newer. Update the code; "pnpm orgdb migrate recover" says what is known of it.`,
    ),
  ];
}

function text(
  server: ServerStatus | undefined,
  where: string | undefined,
  migrations: MigrationStatus | undefined,
  problems: readonly string[],
): string {
  const rows = [['server', server === undefined ? 'named by the environment' : describeServer(server)]];
  if (where !== undefined) rows.push(['database', where]);
  if (migrations !== undefined) {
    const { applied, pending, failed, edited, unknown } = migrations;
    const counts = { applied, pending, failed, edited, unknown };
    const shown = Object.entries(counts).filter(([kind, names]) => kind === 'applied' || names.length > 0);
    rows.push(['migrations', shown.map(([kind, names]) => `${names.length} ${kind}`).join(', ')]);
  }
  return [columns(rows), ...problems.map((problem) => `- ${problem}`)].join('\n');
}

function describeServer({ state, version, port, pid, users, stay }: ServerStatus): string {
  if (state !== 'running') return state;
  const end = stay ? 'stays until "orgdb down"' : 'ends with its last user';
  return `running on 127.0.0.1:${port} (PostgreSQL ${version}, pid ${pid}, ${users} ${users === 1 ? 'user' : 'users'}, ${end})`;
}
