/**
 * For a PostgreSQL that is spread over several servers by tenant, as with Citus: the tenant in every query's condition
 * and in the rows it writes. The policies say the same, but a planner that looks for the server to ask does not read
 * them, and asks all.
 *
 * Rows behind relations need nothing: keys contain the tenant, and Prisma follows whole keys. Nor do rows of nested
 * writes: they take the tenant of the row that they hang on.
 */
import type { Models } from '../operations/model-facts.ts';
import type { Arguments, ModelStage, Operation, Stage } from '../operations/operation.ts';

const WITHOUT_WHERE: ReadonlySet<string> = new Set(['create', 'createMany', 'createManyAndReturn']);

/**
 * Makes the stage.
 *
 * @param fieldOf the field of a model that holds the tenant; undefined for models of all tenants
 */
export function tenantPredicate(models: Models, fieldOf: (model: string) => string | undefined): Stage {
  return (model) => {
    const field = fieldOf(model);
    // Rows without a tenant are everybody's to read.
    const shared = models[model]?.nullable.includes('tenantId');
    return field === undefined || shared ? undefined : stageOf(models, field);
  };
}

function stageOf(models: Models, field: string): ModelStage {
  return {
    before(operation, scope) {
      const tenantId = scope.context?.tenantId;
      if (tenantId === undefined) return operation;
      return { ...operation, args: placed(models, operation, { [field]: tenantId }) };
    },
  };
}

function placed(models: Models, { model, action, args }: Operation, tenant: Arguments): Arguments {
  const result: Record<string, unknown> = { ...args };
  if (!WITHOUT_WHERE.has(action)) result.where = narrowed(args.where, tenant);
  const rows = action === 'upsert' ? 'create' : WITHOUT_WHERE.has(action) ? 'data' : undefined;
  if (rows && 'tenantId' in tenant) {
    const relations = models[model]?.relations ?? {};
    result[rows] = each(args[rows], (row) => owned(row, tenant, relations));
  }
  return result;
}

/** Beside what is there: a condition that names another tenant stays in vain. */
function narrowed(where: unknown, tenant: Arguments): unknown {
  if (where === undefined) return tenant;
  // What is no condition is Prisma's to refuse.
  if (!isObject(where)) return where;
  const { AND: others } = where;
  return { ...where, AND: [...(others === undefined ? [] : [others].flat()), tenant] };
}

/** Prisma takes the tenant or relations that hold it, not both: with these, the column's default fills it in. */
function owned(row: Arguments, tenant: Arguments, relations: Models[string]['relations']): Arguments {
  const refers = Object.keys(row).some((name) => relations[name] && relations[name].kind !== 'many');
  return refers || row.tenantId !== undefined ? row : { ...row, ...tenant };
}

function each(value: unknown, map: (row: Arguments) => Arguments): unknown {
  if (Array.isArray(value)) return value.map((row) => (isObject(row) ? map(row) : row));
  return isObject(value) ? map(value) : value;
}

function isObject(value: unknown): value is Arguments {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
