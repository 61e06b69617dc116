import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { type MigrationStatus, migrationStatus } from '../deploy/status.ts';
import { MigrateError } from '../errors.ts';
import { type RollbackProgress, readHistory, rollbackProgress } from '../history/history.ts';
import { NEXT } from '../next.ts';
import { irreversible } from './script.ts';

/** A migration to be taken back. */
export interface PlannedStep {
  readonly name: string;
  readonly script: string;
  /** What its author said of data that does not come back. */
  readonly irreversible: string | undefined;
  /** How far an earlier try came that was ended half-way. */
  readonly underWay: RollbackProgress | undefined;
}

export interface Plan {
  /** In the order in which they are taken back: newest first. */
  readonly steps: readonly PlannedStep[];
  /** The migrations that remain, in order. */
  readonly remaining: readonly string[];
  readonly status: MigrationStatus;
}

/**
 * Which migrations go back, and how.
 *
 * @param to the newest migration that stays; by default the last but one
 * @throws MigrateError ROLLBACK_REFUSED, MIGRATION_UNKNOWN, ROLLBACK_MISSING, DATABASE_NEWER
 */
export async function planRollback(client: Client, project: string, to: string | undefined): Promise<Plan> {
  const status = await migrationStatus(client, project);
  if (status.unknown.length > 0) {
    throw new MigrateError(
      'DATABASE_NEWER',
      `The database holds ${status.unknown.join(', ')}, which this checkout does not: whose way back is not here. Use the code that deployed it.`,
    );
  }
  const underWay = new Map(
    (await readHistory(client)).flatMap((row) => {
      const progress = rollbackProgress(row);
      return progress === undefined ? [] : [[row.name, progress] as const];
    }),
  );
  const failed = status.failed.filter((name) => !underWay.has(name));
  if (failed.length > 0) {
    throw new MigrateError(
      'ROLLBACK_REFUSED',
      `${failed.join(', ')} failed half-way, and only what is applied can be taken back. Mend that first; the next command says how.`,
      { next: NEXT.explain },
    );
  }
  const applied = [...status.applied, ...underWay.keys()].sort();
  const kept = to === undefined ? applied.length - 1 : applied.indexOf(to) + 1;
  if (to !== undefined && kept === 0) {
    throw new MigrateError('MIGRATION_UNKNOWN', `There is no applied migration "${to}". ${newest(applied)}`);
  }
  const back = applied.slice(Math.max(kept, 0)).reverse();
  const edited = back.filter((name) => status.edited.includes(name));
  if (edited.length > 0) {
    throw new MigrateError(
      'ROLLBACK_REFUSED',
      `${edited.join(', ')} was edited after it was applied, so its rollback.sql may not fit what the database has. Restore the text that was applied.`,
    );
  }
  const steps = await Promise.all(back.map((name) => readStep(project, name, underWay.get(name))));
  return { steps, remaining: applied.slice(0, Math.max(kept, 0)), status };
}

function newest(applied: readonly string[]): string {
  return applied.length === 0 ? 'None is applied.' : `The newest are ${applied.slice(-3).join(', ')}.`;
}

async function readStep(
  project: string,
  name: string,
  underWay: RollbackProgress | undefined,
): Promise<PlannedStep> {
  const file = path.join(project, 'prisma', 'migrations', name, 'rollback.sql');
  const script = await readFile(file, 'utf8').catch((cause) => {
    throw new MigrateError(
      'ROLLBACK_MISSING',
      `${name} has no rollback.sql, so there is no way back past it. Write ${file}; nothing was changed.`,
      { cause },
    );
  });
  return { name, script, irreversible: irreversible(script), underWay };
}
