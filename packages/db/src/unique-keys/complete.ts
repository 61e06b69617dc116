import { DbError } from '../errors/db-error.ts';
import type { Arguments } from '../operations/operation.ts';
import { isObject } from '../soft-delete/marks.ts';
import type { UniqueKeys } from './unique-keys.ts';

/**
 * A unique `where` with the tenant in its key. A key that leaves it out gets it; a field that is unique within the
 * tenant becomes the key of both. What names another key, or none, is left as it is: Prisma says what is wrong.
 *
 * @throws DbError QUERY_INVALID when the tenant has to be filled in and there is none
 */
export function complete(keys: UniqueKeys, where: Arguments, tenantId: string | undefined): Arguments {
  const named = Object.keys(keys.ofTenant).filter((name) => where[name] !== undefined);
  if (named.length > 0) return named.reduce((result, name) => completed(result, name, tenantId), where);
  if (keys.others.some((name) => where[name] !== undefined)) return where;
  for (const [name, [field, ...more]] of Object.entries(keys.ofTenant)) {
    if (field === undefined || more.length > 0 || !isValue(where[field])) continue;
    const { [field]: value, ...rest } = where;
    return { ...rest, [name]: { tenantId: known(tenantId, name), [field]: value } };
  }
  return where;
}

function completed(where: Arguments, name: string, tenantId: string | undefined): Arguments {
  const key = where[name];
  if (!isObject(key) || key.tenantId !== undefined) return where;
  return { ...where, [name]: { ...key, tenantId: known(tenantId, name) } };
}

function known(tenantId: string | undefined, key: string): string {
  if (tenantId !== undefined) return tenantId;
  throw new DbError('QUERY_INVALID', `A client that belongs to no tenant has to name it: ${key}.`);
}

/** Anything but a filter. */
function isValue(value: unknown): boolean {
  return value !== undefined && value !== null && (!isObject(value) || value instanceof Date);
}
