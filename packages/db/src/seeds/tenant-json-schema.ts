import * as z from 'zod';
import { tenantDefinitionSchema } from './tenant-definition.ts';

/**
 * The rules of a tenant file as JSON Schema (draft 2020-12), for editors and for programs that write such files. What it
 * cannot say, such as that periods of a state do not overlap, the seed still checks.
 */
export function tenantJsonSchema(): Record<string, unknown> {
  const { $schema, ...rules } = z.toJSONSchema(tenantDefinitionSchema, { io: 'input' });
  return {
    $schema,
    title: 'A tenant of the shared database',
    description: 'For `orgdb seed --file`. A tenant whose slug exists is left alone.',
    ...rules,
  };
}
