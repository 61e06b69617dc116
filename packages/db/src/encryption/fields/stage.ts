import { DbError } from '../../errors/db-error.ts';
import type { Models } from '../../operations/model-facts.ts';
import type { ModelStage, Operation, Stage } from '../../operations/operation.ts';
import type { Scope } from '../../tenant/scope.ts';
import { FieldCipher } from '../field-cipher.ts';
import { type ModelPlan, planModels } from './plan.ts';
import { openResult, planResult, type ResultPlan } from './results.ts';
import { mentions, Rewriter } from './rewrite.ts';

/** What Prisma answers with counts or aggregates: no field of a row is in it. */
const WITHOUT_ROWS: ReadonlySet<string> = new Set([
  'aggregate',
  'count',
  'groupBy',
  'createMany',
  'updateMany',
  'deleteMany',
]);

/**
 * Fields marked `@encrypted`: encrypted on the way in, nested writes included, and decrypted on the way out.
 *
 * Models from which no such field can be reached have no part in it. The admin role's client, which belongs to no
 * tenant, sees ciphertext, and cannot write.
 */
export function encryptFields(models: Models): Stage {
  const plans = planModels(models);
  return (model) => {
    const plan = plans.get(model);
    return plan && plan.fields.size + plan.relations.size > 0 ? stageOf(plans) : undefined;
  };
}

function stageOf(plans: ReadonlyMap<string, ModelPlan>): ModelStage {
  return {
    before(operation, scope) {
      if (!mentions(plans, operation.model, operation.args)) return operation;
      const rewriter = new Rewriter(plans);
      const args = rewriter.args(operation.model, operation.args);
      if (rewriter.tasks.length === 0) return operation;
      return fill(rewriter, scope).then(() => ({ ...operation, args }));
    },
    after(result, operation, scope) {
      if (WITHOUT_ROWS.has(operation.action) || scope.context === undefined) return undefined;
      const plan = behind(operation, planResult(plans, operation.model, operation.args));
      return plan ? openResult(result, plan, cipherOf(scope)) : undefined;
    },
  };
}

async function fill(rewriter: Rewriter, scope: Scope): Promise<void> {
  const cipher = cipherOf(scope);
  await Promise.all(rewriter.tasks.map((task) => task(cipher)));
}

/** The plan of what a followed relation leads to. */
function behind({ dataPath }: Operation, plan: ResultPlan | undefined): ResultPlan | undefined {
  return dataPath
    .filter((_name, position) => position % 2 === 1)
    .reduce((at, name) => at?.relations.find(([relation]) => relation === name)?.[1], plan);
}

function cipherOf(scope: Scope): FieldCipher {
  if (!scope.context || !scope.services) {
    throw new DbError('TENANT_CONTEXT_MISSING', 'Encrypted fields need a client of forTenant().');
  }
  return new FieldCipher(scope.services.dataKeys, scope.context.tenantId);
}
