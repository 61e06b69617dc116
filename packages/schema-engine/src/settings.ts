import { SchemaEngineError } from './errors.ts';

/** What can be set by the environment. Times are in milliseconds; 0 means without a limit. */
export interface Settings {
  /** How long to wait for another migration to end. */
  readonly advisoryLockTimeout: number;
  /** `lock_timeout` of the engine's sessions; undefined leaves it as it is. */
  readonly lockTimeout: number | undefined;
  /** `statement_timeout` of the engine's sessions; undefined leaves it as it is. */
  readonly statementTimeout: number | undefined;
  /** How often a transaction is tried again that lost a lock. */
  readonly lockRetries: number;
}

/** Prisma's own. */
const DEFAULT_ADVISORY_LOCK_TIMEOUT = 10_000;

/**
 * Reads the settings.
 *
 * @throws {SchemaEngineError} `INVALID_SETTING` for anything but a whole number
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const number = (name: string) => wholeNumber(name, env[name]);
  return {
    advisoryLockTimeout: number('SCHEMA_ENGINE_ADVISORY_LOCK_TIMEOUT') ?? DEFAULT_ADVISORY_LOCK_TIMEOUT,
    lockTimeout: number('SCHEMA_ENGINE_LOCK_TIMEOUT'),
    statementTimeout: number('SCHEMA_ENGINE_STATEMENT_TIMEOUT'),
    lockRetries: number('SCHEMA_ENGINE_LOCK_RETRIES') ?? 0,
  };
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') {
    return undefined;
  }
  if (!/^\d{1,9}$/.test(text)) {
    throw new SchemaEngineError('INVALID_SETTING', `${name} must be a whole number; it is \`${text}\`.`);
  }
  return Number(text);
}
