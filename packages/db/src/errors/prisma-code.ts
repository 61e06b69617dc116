import type { DbErrorCode } from './codes.ts';

const BY_CODE: Readonly<Record<string, DbErrorCode>> = {
  P1000: 'DATABASE_AUTH_FAILED',
  P1001: 'DATABASE_UNREACHABLE',
  P1002: 'DATABASE_UNREACHABLE',
  P1003: 'DATABASE_AUTH_FAILED',
  P1008: 'DATABASE_UNREACHABLE',
  P1010: 'DATABASE_AUTH_FAILED',
  P1011: 'DATABASE_UNREACHABLE',
  P1017: 'DATABASE_UNREACHABLE',
  P1018: 'TRANSACTION_EXPIRED',
  P2000: 'VALUE_INVALID',
  P2002: 'UNIQUE_VIOLATION',
  P2003: 'FOREIGN_KEY_VIOLATION',
  P2004: 'CHECK_VIOLATION',
  P2005: 'VALUE_INVALID',
  P2006: 'VALUE_INVALID',
  P2007: 'VALUE_INVALID',
  P2009: 'QUERY_INVALID',
  // Raw SQL whose result has a type that Prisma cannot read; with an SQLSTATE, that decides.
  P2010: 'QUERY_INVALID',
  P2011: 'VALUE_MISSING',
  P2012: 'VALUE_MISSING',
  P2013: 'VALUE_MISSING',
  P2014: 'FOREIGN_KEY_VIOLATION',
  P2015: 'RECORD_NOT_FOUND',
  P2018: 'RECORD_NOT_FOUND',
  P2019: 'VALUE_INVALID',
  P2020: 'VALUE_INVALID',
  P2021: 'DATABASE_SCHEMA_MISMATCH',
  P2022: 'DATABASE_SCHEMA_MISMATCH',
  P2023: 'VALUE_INVALID',
  P2024: 'POOL_TIMEOUT',
  P2025: 'RECORD_NOT_FOUND',
  P2028: 'TRANSACTION_EXPIRED',
  P2033: 'VALUE_INVALID',
  P2034: 'SERIALIZATION_FAILURE',
  P2037: 'DATABASE_UNREACHABLE',
};

/** The reason behind an error code of Prisma, if it has one of its own. */
export function codeOfPrisma(code: string, message: string): DbErrorCode | undefined {
  // Waiting for a connection and running out of time share P2028.
  if (code === 'P2028' && message.includes('Unable to start a transaction')) return 'POOL_TIMEOUT';
  return BY_CODE[code];
}
