import { type WrittenSteps, writeSteps } from '@org/db-migrate';
import pg from 'pg';
import { onIndex } from './comment-on.ts';
import type { Finding, Named } from './finding.ts';
import { qualified } from './sql.ts';

export interface WriteDropsOptions {
  /** Folder with prisma/migrations. */
  readonly project: string;
  /** Of the migration: lower-case letters, digits and underscores. */
  readonly name: string;
  /** Those about redundant and unused indexes are written down; others are left. */
  readonly findings: readonly Finding[];
}

/**
 * Writes a migration that drops the indexes which `maintain` found redundant or unused, beside readers and writers, and a `rollback.sql` that builds
 * them again in the same way. Nothing is applied.
 *
 * @returns undefined when there is none; then nothing is written
 * @throws MigrateError NAME_INVALID, MIGRATIONS_MISSING
 */
export async function writeIndexDrops({
  project,
  name,
  findings,
}: WriteDropsOptions): Promise<WrittenSteps | undefined> {
  const drops = findings.flatMap(({ mend, problem }) =>
    mend?.kind === 'drop-index' ? [{ ...mend, problem }] : [],
  );
  if (drops.length === 0) return undefined;
  const drop = (index: (typeof drops)[number]) => `DROP INDEX CONCURRENTLY IF EXISTS ${qualified(index)};\n`;
  const migration = drops.map((index) => `-- ${index.name}: ${index.problem}.\n${drop(index)}`).join('');
  const rollback = drops
    .map(
      (index) =>
        `-- What a build that failed has left.\n${drop(index)}${concurrently(index.definition)};\n${commented(index)}`,
    )
    .join('');
  return writeSteps({ project, name, steps: [{ suffix: '', migration, rollback }] });
}

function commented({ comment, ...index }: Named & { readonly comment: string | null }): string {
  return comment === null ? '' : `COMMENT ON ${onIndex(index)} IS ${pg.escapeLiteral(comment)};\n`;
}

/** A definition as `pg_get_indexdef` spells it. */
function concurrently(definition: string): string {
  return definition.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX CONCURRENTLY ');
}
