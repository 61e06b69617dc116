import path from 'node:path';
import type { Client } from 'pg';
import { readMigrationFiles } from '../check/files/migration-files.ts';
import { MigrateError } from '../errors.ts';
import { readHistory } from '../history/history.ts';
import { NEXT } from '../next.ts';
import { failedMigrations } from '../recover/diagnose.ts';
import { explainFailed, standingOf } from '../recover/failed.ts';
import { mend } from '../recover/mend.ts';

/**
 * Goes on with migrations whose process was killed; returns what was done, for people. What PostgreSQL has refused would be refused
 * again, so a person has to look at it first.
 *
 * @throws MigrateError HISTORY_FAILED when a migration needs a decision, MIGRATION_FAILED when the rest of one fails
 */
export async function mendInterrupted(
  client: Client,
  { url, project }: { url: string; project: string },
): Promise<string[]> {
  const files = await readMigrationFiles(path.join(project, 'prisma', 'migrations'));
  const local = new Map(files.map((one) => [one.name, one]));
  const done: string[] = [];
  for (const failed of failedMigrations(await readHistory(client), local)) {
    const { refused } = await standingOf(failed);
    const finding = await explainFailed(client, failed);
    if (refused !== undefined || !finding.certain || finding.mend === undefined) {
      throw new MigrateError(
        'HISTORY_FAILED',
        `${finding.subject} ended half-way, and has to be dealt with first.\n${finding.happened}\nThe database holds: ${finding.holds}\n${finding.advice}`,
        { next: finding.certain ? NEXT.recover : finding.command },
      );
    }
    done.push(
      `${finding.subject} had been interrupted. ${await mend({ url, project, client }, finding.mend)}`,
    );
  }
  return done;
}
