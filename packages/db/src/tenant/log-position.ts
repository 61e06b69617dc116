import { DbError } from '../errors/db-error.ts';

/**
 * A place in the primary's write-ahead log, as PostgreSQL writes it (`16/B374D848`): two halves of 32 bits, in
 * hexadecimal. @see https://www.postgresql.org/docs/current/datatype-pg-lsn.html
 */
const POSITION = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i;

/** @throws DbError OPTIONS_INVALID for anything else */
export function parsePosition(text: string): bigint {
  const [, high, low] = POSITION.exec(text) ?? [];
  if (high === undefined || low === undefined) {
    throw new DbError(
      'OPTIONS_INVALID',
      'notBefore must be what position() of a Db of this database has returned.',
    );
  }
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}
