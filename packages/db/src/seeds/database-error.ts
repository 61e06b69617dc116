import { SeedError, type SeedErrorCode } from './seed-error.ts';

/** Prisma's code or PostgreSQL's SQLSTATE, and what it means here. */
const MEANINGS: Readonly<Record<string, SeedErrorCode>> = {
  P2021: 'SEED_SCHEMA_MISSING',
  P2022: 'SEED_SCHEMA_MISSING',
  '42P01': 'SEED_SCHEMA_MISSING',
  '42703': 'SEED_SCHEMA_MISSING',
  '42704': 'SEED_SCHEMA_MISSING',
  '42883': 'SEED_SCHEMA_MISSING',
  '3F000': 'SEED_SCHEMA_MISSING',
  P1010: 'SEED_FORBIDDEN',
  '42501': 'SEED_FORBIDDEN',
  P1000: 'DATABASE_AUTH_FAILED',
  '28000': 'DATABASE_AUTH_FAILED',
  '28P01': 'DATABASE_AUTH_FAILED',
  P1001: 'DATABASE_UNREACHABLE',
  P1002: 'DATABASE_UNREACHABLE',
  P1003: 'DATABASE_UNREACHABLE',
  P1008: 'DATABASE_UNREACHABLE',
  P1017: 'DATABASE_UNREACHABLE',
  '3D000': 'DATABASE_UNREACHABLE',
  '57P01': 'DATABASE_UNREACHABLE',
  '57P02': 'DATABASE_UNREACHABLE',
  '57P03': 'DATABASE_UNREACHABLE',
  ECONNREFUSED: 'DATABASE_UNREACHABLE',
  ECONNRESET: 'DATABASE_UNREACHABLE',
  EAI_AGAIN: 'DATABASE_UNREACHABLE',
  ENOTFOUND: 'DATABASE_UNREACHABLE',
  ETIMEDOUT: 'DATABASE_UNREACHABLE',
};

/** Turns what Prisma or the driver threw into a {@link SeedError}; one of those passes through. */
export function translateDatabaseError(cause: unknown, url: string): SeedError {
  if (cause instanceof SeedError) {
    return cause;
  }
  const { host, pathname, username } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1));
  const code = findMeaning(cause) ?? 'DATABASE_FAILED';
  const messages: Readonly<Record<SeedErrorCode, string>> = {
    SEED_SCHEMA_MISSING: `The database "${database}" lacks tables or columns that the seeds need. Deploy the migrations first.`,
    SEED_FORBIDDEN: `The role "${decodeURIComponent(username)}" may not write the seeds. Connect as the owner of the schema (org_owner).`,
    DATABASE_AUTH_FAILED: `The server at ${host} refuses the role "${decodeURIComponent(username)}". Check its name and password.`,
    DATABASE_UNREACHABLE: `The database "${database}" at ${host} cannot be reached. Check that the server runs, that the database exists, and the connection string.`,
    DATABASE_FAILED: `The database "${database}" refused to write the seeds; what had not been committed is undone. The cause says why.`,
    SEED_REFUSED: '',
    SEED_DEMO_MISSING: '',
    SEED_FILE_INVALID: '',
    URL_INVALID: '',
  };
  return new SeedError(code, messages[code], { cause });
}

/** Looks for a known code in the error and in what it wraps: Prisma keeps the driver's one in `meta` or `cause`. */
function findMeaning(error: unknown, depth = 0): SeedErrorCode | undefined {
  if (typeof error !== 'object' || error === null || depth > 5) {
    return undefined;
  }
  for (const key of ['originalCode', 'code'] as const) {
    const value: unknown = Reflect.get(error, key);
    const meaning = typeof value === 'string' ? MEANINGS[value] : undefined;
    if (meaning !== undefined) {
      return meaning;
    }
  }
  for (const key of ['cause', 'meta', 'driverAdapterError'] as const) {
    const meaning = findMeaning(Reflect.get(error, key), depth + 1);
    if (meaning !== undefined) {
      return meaning;
    }
  }
  return undefined;
}
