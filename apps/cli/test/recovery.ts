import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Ended, Home } from './orgdb.ts';

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

export function git(folder: string, ...args: string[]): void {
  execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    stdio: 'ignore',
  });
}

export function commit(folder: string): void {
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
