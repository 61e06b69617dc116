import type { SeedReport } from './report.ts';

/** Why seeding failed; stable, so that callers may branch on it. */
export type SeedErrorCode =
  /** Production, without `force`, or with a password in a tenant file. */
  | 'SEED_REFUSED'
  /** A tenant file cannot be read, is no JSON, or does not describe a tenant. */
  | 'SEED_FILE_INVALID'
  /** The tables are missing or older than this package: migrate first. */
  | 'SEED_SCHEMA_MISSING'
  /** Volume data are copies of the demo tenants, and these are missing. */
  | 'SEED_DEMO_MISSING'
  /** The database user may not write what is seeded. */
  | 'SEED_FORBIDDEN'
  /** The connection string is not one. */
  | 'URL_INVALID'
  /** The server does not answer, or the database does not exist. */
  | 'DATABASE_UNREACHABLE'
  /** The server refuses the user or the password. */
  | 'DATABASE_AUTH_FAILED'
  /** The database refused a statement; the cause says why. */
  | 'DATABASE_FAILED';

/** A failure that the message explains to whoever called: what is wrong, where, and what to do. It holds no password. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
  readonly code: SeedErrorCode;
  /**
   * What was written before the failure and stays: each tenant is a transaction of its own. Its logins may hold
   * generated passwords that are known nowhere else, so show them.
   */
  readonly partial: SeedReport | undefined;

  constructor(code: SeedErrorCode, message: string, options?: { cause?: unknown; partial?: SeedReport }) {
    super(message, options);
    this.code = code;
    this.partial = options?.partial;
  }
}
