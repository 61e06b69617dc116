import { MODELS } from '../../generated/models.ts';
import { UNIQUE_KEYS } from '../../generated/unique-keys.ts';
import { tenantPredicate } from '../distributed/predicate.ts';
import { encryptFields } from '../encryption/fields/stage.ts';
import { softDelete } from '../soft-delete/stage.ts';
import { tenantInKeys } from '../unique-keys/stage.ts';
import { Pipeline } from './pipeline.ts';

/** The field of a model that holds the tenant; undefined for models of all tenants. */
export type TenantFields = (model: string) => string | undefined;

/** Makes the pipeline of the schema's models. Encryption stands last: what other stages add is encrypted too. */
export function createPipeline(distributed?: TenantFields): Pipeline {
  const predicate = distributed ? [tenantPredicate(MODELS, distributed)] : [];
  return new Pipeline(Object.keys(MODELS), [
    tenantInKeys(MODELS, UNIQUE_KEYS),
    ...predicate,
    softDelete(MODELS),
    encryptFields(MODELS),
  ]);
}
