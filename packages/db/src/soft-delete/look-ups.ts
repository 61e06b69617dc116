import { DbError } from '../errors/db-error.ts';
import type { Arguments, Operation } from '../operations/operation.ts';
import { isObject, MARK, type Marks } from './marks.ts';

const LOOK_UPS: ReadonlySet<string> = new Set(['findUnique', 'findUniqueOrThrow']);

/**
 * Is this a look-up by a key and nothing else? Prisma merges those of one tick into one query, but not when they have a
 * condition besides. So their rows are held against the mark when they have come back.
 */
export function isLookUp(marks: Marks, { model, action, args, dataPath }: Operation): boolean {
  return (
    LOOK_UPS.has(action) &&
    marks.on(model) &&
    dataPath.length === 0 &&
    isObject(args.where) &&
    Object.keys(args.where).length === 1
  );
}

/** The look-up's arguments with the mark among what comes back, and whether that was not asked for. */
export function withMark(args: Arguments): { readonly args: Arguments; readonly hidden: boolean } {
  const { select, omit } = args;
  if (isObject(select)) {
    return { args: { ...args, select: { ...select, [MARK]: true } }, hidden: select[MARK] !== true };
  }
  if (isObject(omit) && omit[MARK]) {
    return { args: { ...args, omit: { ...omit, [MARK]: false } }, hidden: true };
  }
  return { args, hidden: false };
}

/** What the caller of a look-up gets. @throws DbError RECORD_NOT_FOUND for a deleted row that has to be there */
export function livingRow(row: unknown, { model, action, mark }: Operation): unknown {
  if (!isObject(row)) return row;
  const { [MARK]: deletedAt, ...rest } = row;
  if (deletedAt === null) return mark === 'hidden' ? rest : row;
  if (action !== 'findUniqueOrThrow') return null;
  throw new DbError('RECORD_NOT_FOUND', `${model}: not found, or not visible to this tenant.`, {
    details: { model },
  });
}
