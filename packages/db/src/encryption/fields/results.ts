import { DbError } from '../../errors/db-error.ts';
import type { Arguments } from '../../operations/operation.ts';
import type { FieldCipher } from '../field-cipher.ts';
import type { FieldPlan, ModelPlan } from './plan.ts';

/** Which fields of a result, and of what is nested in it, are encrypted. */
export interface ResultPlan {
  readonly fields: readonly (readonly [name: string, field: FieldPlan])[];
  readonly relations: readonly (readonly [name: string, plan: ResultPlan])[];
}

/** Works out from a query's arguments what its result holds; undefined when nothing of it is encrypted. */
export function planResult(
  plans: ReadonlyMap<string, ModelPlan>,
  model: string,
  args: Arguments,
): ResultPlan | undefined {
  const plan = plans.get(model);
  if (!plan) return undefined;
  const { select, omit } = args as { select?: Arguments; omit?: Arguments };
  const chosen = select ?? (args.include as Arguments | undefined);
  if (plan.fields.size === 0 && !chosen) return undefined;
  const fields = [...plan.fields].filter(([name]) => (select ? select[name] : !omit?.[name]));
  const relations = Object.keys(chosen ?? {}).flatMap((name) => {
    const relation = plan.relations.get(name);
    const own: unknown = chosen?.[name];
    if (!relation || !own) return [];
    const nested = planResult(plans, relation.model, typeof own === 'object' ? (own as Arguments) : {});
    return nested ? [[name, nested] as const] : [];
  });
  return fields.length + relations.length > 0 ? { fields, relations } : undefined;
}

/** Decrypts a result in place. @throws DbError DECRYPTION_FAILED naming the field */
export async function openResult(result: unknown, plan: ResultPlan, cipher: FieldCipher): Promise<unknown> {
  const tasks: Promise<void>[] = [];
  collect(result, plan, cipher, tasks);
  await Promise.all(tasks);
  return result;
}

function collect(value: unknown, plan: ResultPlan, cipher: FieldCipher, tasks: Promise<void>[]): void {
  if (Array.isArray(value)) {
    for (const row of value) collect(row, plan, cipher, tasks);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const row = value as Record<string, unknown>;
  for (const [name, field] of plan.fields) {
    const stored = row[name];
    if (stored === null || stored === undefined) continue;
    tasks.push(
      opened(stored, field, cipher).then((plain) => {
        row[name] = plain;
      }),
    );
  }
  for (const [name, nested] of plan.relations) collect(row[name], nested, cipher, tasks);
}

async function opened(stored: unknown, field: FieldPlan, cipher: FieldCipher): Promise<unknown> {
  try {
    const text = await cipher.open(String(stored), field.purpose);
    return field.type === 'Json' ? JSON.parse(text) : text;
  } catch (error) {
    if (!(error instanceof DbError) || error.code !== 'DECRYPTION_FAILED') throw error;
    const [model = '', name = ''] = field.name.split('.');
    throw new DbError('DECRYPTION_FAILED', `${field.name} cannot be decrypted: ${error.message}`, {
      cause: error,
      details: { model, fields: [name] },
    });
  }
}
