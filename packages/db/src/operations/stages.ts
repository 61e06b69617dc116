import { MODELS } from '../../generated/models.ts';
import { encryptFields } from '../encryption/fields/stage.ts';
import { softDelete } from '../soft-delete/stage.ts';
import { Pipeline } from './pipeline.ts';

/** Makes the pipeline of the schema's models. Encryption stands last: what other stages add is encrypted too. */
export function createPipeline(): Pipeline {
  return new Pipeline(Object.keys(MODELS), [softDelete(MODELS), encryptFields(MODELS)]);
}
