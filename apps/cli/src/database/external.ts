import { describeUrl } from '@org/db-migrate';
import type { Environment } from '../environment.ts';
import { CliError } from '../errors.ts';
import type { Database, UrlRole } from './database.ts';

/** The database that the environment names; undefined when it names none. Nothing is connected or started. */
export function externalDatabase(environment: Environment): Database | undefined {
  const any = environment.directUrl ?? environment.databaseUrl;
  if (any === undefined) return undefined;
  return {
    kind: 'external',
    where: describeUrl(any),
    url: (role) => urlOf(environment, role),
    release: async () => undefined,
  };
}

function urlOf(environment: Environment, role: UrlRole): string {
  const { databaseUrl, directUrl, adminUrl, workerUrl } = environment;
  const [found, variable] = {
    app: [databaseUrl, 'DATABASE_URL'],
    owner: [directUrl ?? databaseUrl, 'DIRECT_URL'],
    admin: [adminUrl, 'ADMIN_DATABASE_URL'],
    worker: [workerUrl, 'WORKER_DATABASE_URL'],
    superuser: [undefined, ''],
  }[role];
  if (found !== undefined) return found;
  throw new CliError(
    'URL_MISSING',
    variable
      ? `The database is that of the environment, and ${variable}, the connection string of the role "${role}", is not set. Set it.`
      : 'Only the local server has a known superuser, and the environment names another database. Unset DATABASE_URL and DIRECT_URL to use the local one.',
  );
}
