import type { SoftDeletedModel } from '../../generated/models.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { DbError } from '../errors/db-error.ts';
import { withOptions } from '../operations/operation.ts';
import { MARK } from './marks.ts';

/** A condition on the rows of a model with soft delete. */
export type WhereOf<Model extends SoftDeletedModel> = NonNullable<
  Prisma.TypeMap['model'][Model]['operations']['updateMany']['args']['where']
>;

interface ModelMethods {
  updateMany(args: object): PromiseLike<{ count: number }>;
  deleteMany(args: object): PromiseLike<{ count: number }>;
}

/**
 * Brings soft-deleted rows back.
 *
 * @param client a client of `forTenant`, or of one of its transactions
 * @param model name of the model
 * @param where which of its deleted rows; all where it is empty
 * @returns how many came back; living rows that match are left alone and not counted
 * @throws DbError RESTORE_CONFLICT when another row has taken a unique key meanwhile: `details.fields` names it. None of
 * the rows is restored then
 */
export async function restore<Model extends SoftDeletedModel>(
  client: object,
  model: Model,
  where: WhereOf<Model>,
): Promise<number> {
  const args = withOptions(
    { where: { AND: [where, { [MARK]: { not: null } }] }, data: { [MARK]: null } },
    { withDeleted: true },
  );
  try {
    return (await methodsOf(client, model).updateMany(args)).count;
  } catch (error) {
    if (!(error instanceof DbError) || error.code !== 'UNIQUE_VIOLATION') throw error;
    throw new DbError('RESTORE_CONFLICT', conflict(model, error.details.fields), {
      details: error.details,
      cause: error,
    });
  }
}

/**
 * Removes rows for good, soft-deleted or not, with what belongs to them by foreign keys that cascade.
 *
 * @returns how many rows of the model were removed
 * @throws DbError FOREIGN_KEY_VIOLATION when others refer to them
 */
export async function purge<Model extends SoftDeletedModel>(
  client: object,
  model: Model,
  where: WhereOf<Model>,
): Promise<number> {
  const args = withOptions({ where }, { withDeleted: true, purge: true });
  return (await methodsOf(client, model).deleteMany(args)).count;
}

function methodsOf(client: object, model: string): ModelMethods {
  const methods: unknown = Reflect.get(client, model.charAt(0).toLowerCase() + model.slice(1));
  if (!methods)
    throw new DbError('QUERY_INVALID', `There is no model ${model}, or this is no client of forTenant().`);
  return methods as ModelMethods;
}

function conflict(model: string, fields: readonly string[] | undefined): string {
  const taken = fields && fields.length > 0 ? ` (${fields.join(', ')})` : '';
  return `The ${model} cannot be restored: another row has taken its unique key${taken} meanwhile.`;
}
