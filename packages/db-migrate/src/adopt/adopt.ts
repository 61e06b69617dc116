import { describeUrl, withConnection } from '../database/connect.ts';
import { withDatabaseLock } from '../database/exclusive.ts';
import { migrationStatus } from '../deploy/status.ts';
import { MigrateError } from '../errors.ts';
import type { Adoption } from './adoption.ts';
import { adoptWithBaseline } from './baseline.ts';
import { joinHistory } from './join-history.ts';
import { existingProject } from './project-files.ts';
import { requireSomething } from './refusals.ts';

export interface AdoptOptions {
  /** Connection string of the role that will migrate, which may create databases. */
  url: string;
  /** Folder of a Prisma project, or of one to be. */
  project: string;
  /** Name of the baseline, `baseline` by default. */
  name?: string;
  /** Tells what would be done; the proof is made all the same, on databases of its own. */
  dryRun?: boolean;
  /** Told of each step. */
  onProgress?: (line: string) => void;
}

/**
 * Makes an existing database a managed one; nothing in it is made, changed or deleted but the table `_prisma_migrations`.
 *
 * In a project without migrations the schema is pulled, and a baseline written that makes all of what is there, which is
 * proven on a scratch database. In a project that has migrations the database is compared with what these make, and they are
 * recorded as applied up to the one after which it is equal. Safe to repeat, also after it was interrupted.
 *
 * @returns what was done; `differs` when the database is equal after none of the migrations, and then nothing was recorded
 * @throws MigrateError ADOPT_REFUSED where there is nothing to adopt, another project's history or no right to create databases;
 * ADOPT_UNPROVEN when the baseline would make another database; NAME_INVALID, SCHEMA_INVALID, MIGRATION_FAILED and as `connect`
 */
export async function adoptDatabase(options: AdoptOptions): Promise<Adoption> {
  const { url, project } = options;
  const found = await existingProject(project);
  await withConnection(url, (client) => requireSomething(client, url));
  return withDatabaseLock(url, async () => {
    if (!found.hasMigrations) return adoptWithBaseline(options, found);
    const status = await withConnection(url, (client) => migrationStatus(client, project));
    if (status.unknown.length > 0) {
      throw new MigrateError(
        'ADOPT_REFUSED',
        `${describeUrl(url)} is managed already: it holds ${status.unknown.join(', ')}, which ${project} does not. Use the project that made it, or bring its migrations here.`,
      );
    }
    if (status.failed.length > 0) {
      throw new MigrateError(
        'ADOPT_REFUSED',
        `${describeUrl(url)} is managed already, and ${status.failed.join(', ')} failed half-way. Run "orgdb status" to see what to do.`,
      );
    }
    return joinHistory(options, status);
  });
}
