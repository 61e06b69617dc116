import type { Role } from '@org/db-migrate';

/** Whose connection string is wanted. */
export type UrlRole = Role | 'superuser';

export const URL_ROLES: readonly UrlRole[] = ['app', 'owner', 'admin', 'worker', 'superuser'];

/** A database that a command works on. */
export interface Database {
  /** `local`: the embedded server of the checkout. `external`: the environment names it. */
  readonly kind: 'local' | 'external';
  /** `host:port/database`, for messages. */
  readonly where: string;
  /** The role's connection string; it holds a password. @throws CliError URL_MISSING */
  url(role: UrlRole): string;
  /** Lets go of the local server, which ends unless it has other users or was asked to stay. */
  release(): Promise<void>;
}
