import { createHmac, timingSafeEqual } from 'node:crypto';
import { DbError } from '../errors/db-error.ts';
import { decodeValue, type EncodedValue, encodeValue } from './value.ts';

/** A place in a list, and where to go from it. */
export interface Position {
  readonly backward: boolean;
  readonly values: readonly unknown[];
}

const MAC = 32;
/** Longer ones are not ours. */
const MAX_LENGTH = 4_096;

/**
 * Signs a position, so that it is good for one list only: `binding` says which. The cursor is opaque but not secret:
 * it holds the values of the order's fields.
 */
export function encodeCursor(position: Position, binding: string, secret: string): string {
  const body = Buffer.from(
    JSON.stringify([position.backward ? 1 : 0, ...position.values.map(encodeValue)]),
    'utf8',
  );
  return Buffer.concat([sign(body, binding, secret), body]).toString('base64url');
}

/** @throws DbError CURSOR_INVALID when it was changed, or made for another list */
export function decodeCursor(cursor: string, binding: string, secret: string): Position {
  const bytes = cursor.length > MAX_LENGTH ? Buffer.alloc(0) : Buffer.from(cursor, 'base64url');
  const body = bytes.subarray(MAC);
  if (body.length === 0 || !timingSafeEqual(bytes.subarray(0, MAC), sign(body, binding, secret))) {
    throw new DbError('CURSOR_INVALID');
  }
  // Signed by us: what follows has the shape that `encodeCursor` gave it.
  const [backward, ...values] = JSON.parse(body.toString('utf8')) as [number, ...EncodedValue[]];
  return { backward: backward === 1, values: values.map(decodeValue) };
}

function sign(body: Buffer, binding: string, secret: string): Buffer {
  // The length keeps binding and body apart.
  return createHmac('sha256', secret)
    .update(`org-db cursor ${binding.length}:${binding}`)
    .update(body)
    .digest();
}
