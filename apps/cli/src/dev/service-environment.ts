import { ensureCredentials } from '../database/credentials.ts';
import type { Database, UrlRole } from '../database/database.ts';
import type { Environment } from '../environment.ts';
import { CliError } from '../errors.ts';

/**
 * What api and worker are told: how each role reaches the database, the port and the secrets. Secrets that the
 * environment does not name are made once and kept, because rows are encrypted with them: in the server's folder, or
 * beside it for a database that is not the local one.
 */
export async function serviceEnvironment(
  environment: Environment,
  database: Database,
): Promise<Record<string, string>> {
  const { masterKey, tokenSecret, home, port } = environment;
  const kept =
    masterKey === undefined || tokenSecret === undefined
      ? await ensureCredentials(database.kind === 'local' ? home : `${home}-external`)
      : undefined;
  const urls = { DATABASE_URL: 'app', ADMIN_DATABASE_URL: 'admin', WORKER_DATABASE_URL: 'worker' } as const;
  const known = Object.entries(urls).map(([name, role]) => [name, urlIfKnown(database, role)] as const);
  return {
    ...Object.fromEntries(known.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    PORT: String(port),
    ...secret('ORG_MASTER_KEY', masterKey ?? kept?.masterKey),
    ...secret('ORG_TOKEN_SECRET', tokenSecret ?? kept?.tokenSecret),
  };
}

function secret(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value };
}

function urlIfKnown(database: Database, role: UrlRole): string | undefined {
  try {
    return database.url(role);
  } catch (error) {
    if (error instanceof CliError && error.code === 'URL_MISSING') return undefined;
    throw error;
  }
}
