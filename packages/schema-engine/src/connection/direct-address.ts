import { SchemaEngineError } from '../errors.ts';
import { type DatabaseAddress, parseConnectionString } from './connection-string.ts';

const DIRECT_URL_VARIABLES = ['DIRECT_URL', 'DIRECT_DATABASE_URL'] as const;

/**
 * Reads a connection string, and where it says that a pooler hands out connections by the transaction (`pgbouncer=true`),
 * takes the direct one to the same database that the environment has beside it.
 *
 * @throws {SchemaEngineError} `P1013` when one cannot be read; `POOLED_CONNECTION` when the direct one names another database.
 */
export function parseDirectly(
  connectionString: string,
  env: NodeJS.ProcessEnv = process.env,
): DatabaseAddress {
  const address = parseConnectionString(connectionString);
  const variable = DIRECT_URL_VARIABLES.find((name) => env[name]);
  const text = variable && env[variable];
  if (!address.isPooled || !text) {
    return address;
  }
  const direct = parseConnectionString(text);
  if (direct.database !== address.database) {
    throw new SchemaEngineError(
      'POOLED_CONNECTION',
      `The datasource goes through a pooler (\`pgbouncer=true\`) to the database \`${address.database}\`, but the direct connection string in ${variable} names the database \`${direct.database}\`. Nothing was done.`,
    );
  }
  return { ...direct, schema: address.schema };
}

/** The refusal to migrate through a pooler. @param evidence how it is known, as the beginning of a sentence */
export function pooledConnection(evidence: string): SchemaEngineError {
  return new SchemaEngineError(
    'POOLED_CONNECTION',
    `${evidence}: a pooler hands out connections by the transaction, and migrations need one session from beginning to end, for their lock, their search path and what they set. ` +
      `Give the database's own address, past the pooler: as \`datasource.url\` in prisma.config.ts, or, with \`pgbouncer=true\` in that of the pooler, in the environment as ${DIRECT_URL_VARIABLES[0]}. ` +
      'A pooler in session mode will do, without `pgbouncer=true`.',
  );
}
