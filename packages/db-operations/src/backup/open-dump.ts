import { type Dump, type LoadOptions, withConnection } from '@org/db-migrate';
import { loadBackup, readBackup } from './load.ts';
import type { OpenOptions } from './open.ts';
import { makeRolesOf, requireRolesOf } from './roles.ts';

export type OpenDumpOptions = Omit<OpenOptions, 'anySql'> & LoadOptions;

/**
 * A backup or dump to rehearse migrations on: whatever `restoreBackup` takes, and SQL that does not begin as pg_dump begins it. It is read
 * from end to end first, so that one that is damaged is known before a database is made.
 *
 * @throws OperationsError as `readBackup`; as it is loaded ROLE_MISSING and RESTORE_FAILED, MigrateError DUMP_INVALID
 */
export async function openDump(file: string, options: OpenDumpOptions = {}): Promise<Dump> {
  const all = { ...options, anySql: true };
  const { origin } = await readBackup(file, options.key, all);
  return {
    name: file,
    load: async (url) => {
      if (origin) {
        const need = options.makesRoles ? makeRolesOf : requireRolesOf;
        await withConnection(url, (client) => need(client, origin));
      }
      await loadBackup(url, file, all);
    },
  };
}
