import { idempotencyKeyField } from '@org/domain';
import { z } from 'zod';
import { HttpProblem } from './problem.ts';

/** Headers of a request that can be repeated; other headers pass. */
export const idempotencyHeaders = z.looseObject({ 'idempotency-key': idempotencyKeyField.optional() });

/**
 * The key of a request, from its header or its body.
 *
 * @throws HttpProblem 400 when the two differ
 */
export function idempotencyKey(
  headers: z.output<typeof idempotencyHeaders>,
  body: { readonly idempotencyKey?: string | undefined },
): { idempotencyKey?: string } {
  const fromHeader = headers['idempotency-key'];
  if (fromHeader !== undefined && body.idempotencyKey !== undefined && fromHeader !== body.idempotencyKey) {
    throw new HttpProblem(
      400,
      'VALIDATION_FAILED',
      'The header Idempotency-Key and `idempotencyKey` differ.',
    );
  }
  const key = fromHeader ?? body.idempotencyKey;
  return key === undefined ? {} : { idempotencyKey: key };
}
