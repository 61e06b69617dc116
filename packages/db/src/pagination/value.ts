import { DbError } from '../errors/db-error.ts';

/** A value of a column as JSON: its type, and its text where JSON has no such type. */
export type EncodedValue =
  | string
  | number
  | boolean
  | null
  | readonly ['date' | 'bigint' | 'decimal', string];

/** Encodes a value that rows can be ordered by. @throws DbError QUERY_INVALID for objects and bytes */
export function encodeValue(value: unknown): EncodedValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return ['bigint', value.toString()];
  if (value instanceof Date) return ['date', value.toISOString()];
  if (isDecimal(value)) return ['decimal', value.toFixed()];
  throw new DbError('QUERY_INVALID', 'Rows can be paged by text, numbers, booleans and dates only.');
}

/** The reverse; decimals stay text, which Prisma takes. */
export function decodeValue(value: EncodedValue): unknown {
  if (value === null || typeof value !== 'object') return value;
  const [type, text] = value;
  if (type === 'date') return new Date(text);
  return type === 'bigint' ? BigInt(text) : text;
}

function isDecimal(value: unknown): value is { toFixed(): string } {
  return typeof value === 'object' && value !== null && 'toFixed' in value && 'toDecimalPlaces' in value;
}
