import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { withConnection } from '../../src/database/connect.ts';
import { readMigrations } from '../../src/deploy/status.ts';
import { type RecoverChoice, type RecoverReport, recover, shipMigrations } from '../../src/index.ts';
import { applyHistory } from '../../src/script/apply-history.ts';

export function git(folder: string, ...args: string[]): void {
  execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    stdio: 'ignore',
  });
}

export function commit(folder: string): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'x', '--allow-empty');
}

export async function removeMigration(project: string, name: string): Promise<void> {
  await rm(path.join(project, 'prisma/migrations', name), { recursive: true });
}

/** Applies migrations to an empty database, and records them as a deploy does, but without Prisma's start. */
export async function applied(url: string, project: string, names: readonly string[]): Promise<void> {
  await applyHistory(url, project, names);
  const checksums = await readMigrations(project);
  await withConnection(url, async (client) => {
    for (const name of names) {
      const sql = 'UPDATE _prisma_migrations SET checksum = $2 WHERE migration_name = $1';
      await client.query(sql, [name, checksums.get(name)]);
    }
  });
}

/** What a deploy tells, as lines. */
export async function ship(url: string, project: string, onWait: () => void = () => undefined) {
  const told: string[] = [];
  const report = await shipMigrations({
    url,
    project,
    onWait,
    onPlan: ({ migrations }) => told.push(`plan ${migrations.map(({ name }) => name).join()}`),
    onBegin: () => undefined,
    onEnd: () => undefined,
    onBlocked: () => undefined,
    onNote: (line) => told.push(line),
  });
  return { ...report, applied: report.applied.map(({ name }) => name), told };
}

/** As `orgdb migrate recover --yes`, or with the choices of a person. */
export function mendAll(
  url: string,
  project: string,
  choices: readonly RecoverChoice[] = [],
): Promise<RecoverReport> {
  return recover({ url, project, choices, decide: ({ certain }) => choices.length === 0 && certain });
}
