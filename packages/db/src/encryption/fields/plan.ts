import { DbError } from '../../errors/db-error.ts';
import {
  type EncryptedField,
  type Models,
  type Relation,
  relationsTo,
} from '../../operations/model-facts.ts';
import { purposeOf } from '../field-cipher.ts';

/** An encrypted field, with all that is needed to rewrite its values. */
export interface FieldPlan extends EncryptedField {
  /** `Model.field`, for messages. */
  readonly name: string;
  readonly purpose: string;
}

/** What is encrypted in a model, and which relations lead to what is. */
export interface ModelPlan {
  readonly model: string;
  readonly fields: ReadonlyMap<string, FieldPlan>;
  /** The fields of blind indexes. */
  readonly indexes: ReadonlySet<string>;
  readonly relations: ReadonlyMap<string, Relation>;
}

/** Works out the plans of all models, once. */
export function planModels(models: Models): ReadonlyMap<string, ModelPlan> {
  const relations = relationsTo(models, ({ encrypted }) => Object.keys(encrypted).length > 0);
  return new Map(
    Object.entries(models).map(([model, facts]) => {
      const fields = new Map(
        Object.entries(facts.encrypted).map(([field, encrypted]) => [
          field,
          { ...encrypted, name: `${model}.${field}`, purpose: purposeOf(facts, encrypted.column) },
        ]),
      );
      const indexes = new Set([...fields.values()].flatMap(({ blindIndex }) => blindIndex?.field ?? []));
      return [model, { model, fields, indexes, relations: relations.get(model) ?? new Map() }];
    }),
  );
}

/** The error for what an encrypted field cannot do. */
export function refused(name: string, what: string): DbError {
  return new DbError('QUERY_INVALID', `${name} is encrypted: ${what}.`);
}
