import { execFile } from 'node:child_process';

const MAX_OUTPUT = 256 * 2 ** 20;

/** PostgreSQL's own script of a schema; undefined where no pg_dump is installed that is at least as new as the server. */
export async function pgDumpSchema(url: string, serverVersion: number): Promise<string | undefined> {
  const version = await run(['--version']);
  if (Number(/(\d+)/.exec(version ?? '')?.[1] ?? 0) < serverVersion) return undefined;
  const { PGPASSWORD, address } = withoutPassword(url);
  const script = await run(
    ['--schema-only', '--no-password', '--exclude-table=public._prisma_migrations', '--dbname', address],
    { PGPASSWORD },
  );
  // Lines that only psql understands, and the settings of a restore.
  return script?.replaceAll(/^(?:\\(?:un)?restrict .*|SET (?!check_function_bodies).*;)$/gm, '');
}

/** The password is no argument, which others on the machine could see. */
function withoutPassword(url: string): { PGPASSWORD: string; address: string } {
  const parsed = new URL(url);
  const PGPASSWORD = decodeURIComponent(parsed.password);
  parsed.password = '';
  for (const own of ['schema', 'connection_limit', 'pool_timeout', 'pgbouncer'])
    parsed.searchParams.delete(own);
  return { PGPASSWORD, address: parsed.href };
}

function run(args: readonly string[], env: Record<string, string> = {}): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(
      'pg_dump',
      [...args],
      { env: { ...process.env, ...env }, maxBuffer: MAX_OUTPUT },
      (error, stdout) => resolve(error === null ? stdout : undefined),
    );
  });
}
