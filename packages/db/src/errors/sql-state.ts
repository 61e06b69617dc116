import type { DbErrorCode } from './codes.ts';

const BY_STATE: Readonly<Record<string, DbErrorCode>> = {
  TN001: 'TENANT_VIOLATION',
  '22001': 'VALUE_INVALID',
  '23001': 'FOREIGN_KEY_VIOLATION',
  '23502': 'VALUE_MISSING',
  '23503': 'FOREIGN_KEY_VIOLATION',
  '23505': 'UNIQUE_VIOLATION',
  '23514': 'CHECK_VIOLATION',
  '23P01': 'EXCLUSION_VIOLATION',
  '25P02': 'TRANSACTION_ABORTED',
  '25P03': 'TRANSACTION_EXPIRED',
  '26000': 'PREPARED_STATEMENT_LOST',
  '28000': 'DATABASE_AUTH_FAILED',
  '28P01': 'DATABASE_AUTH_FAILED',
  '3D000': 'DATABASE_AUTH_FAILED',
  '3F000': 'DATABASE_SCHEMA_MISMATCH',
  '40001': 'SERIALIZATION_FAILURE',
  '40P01': 'DEADLOCK',
  '42501': 'PERMISSION_DENIED',
  '42601': 'QUERY_INVALID',
  '42703': 'DATABASE_SCHEMA_MISMATCH',
  '42704': 'DATABASE_SCHEMA_MISMATCH',
  '42883': 'DATABASE_SCHEMA_MISMATCH',
  '42P01': 'DATABASE_SCHEMA_MISMATCH',
  '42P05': 'PREPARED_STATEMENT_LOST',
  '53300': 'DATABASE_UNREACHABLE',
  '55P03': 'LOCK_TIMEOUT',
  '57014': 'STATEMENT_TIMEOUT',
  '57P01': 'DATABASE_UNREACHABLE',
  '57P02': 'DATABASE_UNREACHABLE',
  '57P03': 'DATABASE_UNREACHABLE',
  '57P05': 'DATABASE_UNREACHABLE',
};

/** The reason behind an error that PostgreSQL reported. Row level security shares its SQLSTATE with grants. */
export function codeOfSqlState(state: string, message: string): DbErrorCode {
  if (state === '42501' && message.includes('row-level security')) return 'TENANT_VIOLATION';
  if (state === '0A000' && message.startsWith('cached plan')) return 'STATEMENT_OUTDATED';
  // PgBouncer has one SQLSTATE for all that it says itself.
  if (state === '08P01' && /authentication failed|no such user/.test(message)) return 'DATABASE_AUTH_FAILED';
  const exact = BY_STATE[state];
  if (exact) return exact;
  if (state.startsWith('08')) return 'DATABASE_UNREACHABLE';
  if (state.startsWith('22')) return 'VALUE_INVALID';
  return 'UNKNOWN';
}
