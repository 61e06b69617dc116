import type { MasterKey } from '@org/db';
import { masterKeys } from '@org/db/environment';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { readCredentials } from './credentials.ts';
import type { Database } from './database.ts';

/** Those of the environment, else the one that was made for the local services. @throws CliError ENVIRONMENT_INVALID */
export async function readMasterKeys(context: Context, database: Database): Promise<readonly MasterKey[]> {
  const { home, masterKey } = context.environment;
  const kept =
    masterKey ?? (await readCredentials(database.kind === 'local' ? home : `${home}-external`))?.masterKey;
  const parsed = masterKeys().safeParse(kept);
  if (!parsed.success) {
    throw new CliError('ENVIRONMENT_INVALID', `ORG_MASTER_KEY ${parsed.error.issues[0]?.message}.`);
  }
  if (parsed.data.length === 0) {
    throw new CliError(
      'ENVIRONMENT_INVALID',
      'ORG_MASTER_KEY is not set: the key that wraps the tenants’ keys.',
    );
  }
  return parsed.data;
}
