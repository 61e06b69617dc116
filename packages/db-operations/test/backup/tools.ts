import { spawnSync } from 'node:child_process';

/** Whether a program of PostgreSQL is installed; says loudly when a test is left out for want of it. */
export function hasTool(name: string): boolean {
  const isThere = spawnSync(name, ['--version']).status === 0;
  if (!isThere) process.stderr.write(`WARNING: ${name} is not installed. TESTS THAT NEED IT WERE NOT RUN.\n`);
  return isThere;
}

/** Runs such a program on a database; the password is no argument. */
export function runTool(
  name: string,
  url: string,
  args: readonly string[],
): { status: number | null; stderr: string } {
  const { hostname, port, username, password, pathname } = new URL(url);
  const { status, stderr } = spawnSync(name, args, {
    encoding: 'utf8',
    env: {
      ...process.env,
      PGHOST: hostname,
      PGPORT: port,
      PGUSER: decodeURIComponent(username),
      PGPASSWORD: decodeURIComponent(password),
      PGDATABASE: decodeURIComponent(pathname.slice(1)),
    },
  });
  return { status, stderr };
}
