import { MigrateError } from '../errors.ts';

/** @throws MigrateError NAME_INVALID unless the name can be that of a migration's folder */
export function requireMigrationName(name: string): void {
  if (/^[a-z0-9_]{1,100}$/.test(name)) return;
  throw new MigrateError(
    'NAME_INVALID',
    `"${name}" cannot name a migration: use lower-case letters, digits and underscores, such as add_phone_to_users.`,
  );
}
