import path from 'node:path';
import { MigrateError } from '../errors.ts';
import { RULE_NAMES } from './about-rule.ts';
import { examine } from './examine.ts';
import { type MigrationFiles, readMigrationFiles } from './files/migration-files.ts';
import type { CheckReport } from './finding.ts';
import { loadParser } from './parse/parser.ts';
import { readPublished } from './published/published.ts';
import { reportOf } from './report.ts';
import { RULES } from './rules/rules.ts';
import { runSquawk } from './squawk/squawk.ts';

export interface CheckOptions {
  /** Folder with prisma/migrations, and with prisma/published.json once a version was published. */
  project: string;
  /** Published migrations as well: they cannot be changed any more, so by default only their text is compared. */
  all?: boolean;
  /** Names of rules that are left out. */
  without?: readonly string[];
  /** The column that makes a table a tenant's; `tenant_id` by default. */
  tenantColumn?: string;
}

/**
 * Looks for what hurts in the migrations of a project: locks that block, rewrites, lost data, holes between tenants,
 * histories that do not fit. Reads files only; no database is needed.
 *
 * Rules know the schema that the migrations before have made, so a table that the same migration creates is harmless.
 * `DO` blocks are looked into, and the functions that a migration calls, where the migrations define them.
 *
 * @throws MigrateError RULE_UNKNOWN, MIGRATIONS_MISSING, PUBLISHED_INVALID, LINTER_FAILED
 */
export async function checkMigrations(options: CheckOptions): Promise<CheckReport> {
  requireRules(options.without ?? []);
  const directory = path.join(options.project, 'prisma', 'migrations');
  // Compiled on another thread while the files are read; what keeps it from loading is told on use.
  void loadParser().catch(() => undefined);
  const [files, published] = await Promise.all([
    readMigrationFiles(directory),
    readPublished(options.project),
  ]);
  const without = new Set(options.without);
  const isChosen = (name: string) =>
    options.all === true || !Object.hasOwn(published?.migrations ?? {}, name);
  const chosen = files.filter(({ name }) => isChosen(name));
  // The linter is a program of its own: it works while we do.
  const linting = runSquawk(chosen);
  const examined = await examine(files, {
    rules: RULES.filter(({ name }) => !without.has(name)),
    published,
    tenantColumn: options.tenantColumn ?? 'tenant_id',
    isChosen,
  }).catch(async (error) => {
    await linting.catch(() => undefined);
    throw error;
  });
  const detected = [...examined.detected, ...(await linting)].filter(({ rule }) => !without.has(rule));
  const known = new Set(files.map(({ name }) => name));
  const missing = Object.keys(published?.migrations ?? {}).filter((name) => !known.has(name));
  return reportOf({
    files: [...files, ...missing.map((name) => missingFiles(directory, name))],
    examined,
    detected,
    isChosen: (name) => known.has(name) && isChosen(name),
    without,
  });
}

function requireRules(names: readonly string[]): void {
  const unknown = names.filter((name) => !RULE_NAMES.includes(name) && !name.startsWith('squawk/'));
  if (unknown.length === 0) return;
  throw new MigrateError(
    'RULE_UNKNOWN',
    `There is no rule ${unknown.join(', ')} to leave out. The rules are ${RULE_NAMES.join(', ')}.`,
  );
}

/** Stands for a migration that was published and is gone. */
function missingFiles(directory: string, name: string): MigrationFiles {
  const folder = path.join(directory, name);
  return {
    name,
    file: path.join(folder, 'migration.sql'),
    rollbackFile: path.join(folder, 'rollback.sql'),
    script: '',
    rollback: undefined,
  };
}
