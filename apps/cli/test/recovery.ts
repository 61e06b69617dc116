import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BIN, type Ended, type Home } from './orgdb.ts';

/** A project with migrations of its own, and a git repository around it. */
export async function smallProject(migrations: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'orgdb-recover-'));
  await mkdir(path.join(folder, 'prisma'), { recursive: true });
  await writeFile(
    path.join(folder, 'prisma/schema.prisma'),
    'datasource db {\n  provider = "postgresql"\n}\n',
  );
  await writeFile(
    path.join(folder, 'prisma.config.ts'),
    "export default { schema: 'prisma/schema.prisma', datasource: { url: process.env.DATABASE_URL } };\n",
  );
  for (const [name, sql] of Object.entries(migrations)) await writeMigration(folder, name, sql);
  git(folder, 'init', '-q', '-b', 'main');
  commit(folder);
  return folder;
}

export async function writeMigration(folder: string, name: string, sql: string): Promise<void> {
  const target = path.join(folder, 'prisma/migrations', name);
  await mkdir(target, { recursive: true });
  await writeFile(path.join(target, 'migration.sql'), sql);
}

function git(folder: string, ...args: string[]): void {
  execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    stdio: 'ignore',
  });
}

function commit(folder: string): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'x', '--allow-empty');
}

/** Runs precisely the command that an output prints as the next one. */
export async function runNext(home: Home, ended: Ended, env: Record<string, string>): Promise<Ended> {
  const lines = (ended.stdout + ended.stderr).split('\n').filter((line) => line.startsWith('Next: '));
  if (lines.length !== 1) throw new Error(`not one next command: ${ended.stdout}${ended.stderr}`);
  const [, rest = ''] = /^Next: pnpm (?:orgdb )?(.*)$/.exec(lines[0] ?? '') ?? [];
  const scripts: Record<string, string[]> = { 'db:migrate:deploy': ['migrate', 'deploy'] };
  return home.run(scripts[rest] ?? rest.split(' '), env);
}

/** Runs a command on a terminal, by util-linux's `script`, and types once it is asked something. */
export async function onTerminal(
  home: Home,
  args: readonly string[],
  typed: string,
  env: Record<string, string>,
): Promise<Ended> {
  const child = spawn(
    'script',
    ['--quiet', '--return', '--command', [process.execPath, BIN, ...args].join(' '), '/dev/null'],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', TERM: 'dumb', ...home.env, ...env },
    },
  );
  let stdout = '';
  let isTyped = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (isTyped || !stdout.includes('[y/N]')) return;
    isTyped = true;
    child.stdin.write(typed);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr: '' };
}
