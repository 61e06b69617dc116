import type { z } from 'zod';
import { DomainError } from './errors.ts';

/**
 * Checks the input of a workflow by its schema.
 *
 * @throws DomainError INPUT_INVALID naming all fields that are wrong, not their values
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: z.input<Schema>,
): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    message: issue.message,
  }));
  const problems = fields.map(({ field, message }) => `${field || 'input'}: ${message}`);
  throw new DomainError('INPUT_INVALID', `The input is not valid: ${problems.join('; ')}.`, { fields });
}
