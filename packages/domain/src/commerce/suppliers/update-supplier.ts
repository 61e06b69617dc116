import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';
import { withoutUndefined } from '../../shared/without-undefined.ts';
import { type SupplierView, toSupplier } from '../views/terms.ts';

/** What can be changed; what is left out stays. */
export const supplierChangesSchema = z.strictObject({
  code: z.string().trim().min(1).max(50).optional(),
  name: z.string().trim().min(1).max(200).optional(),
  email: z.string().trim().toLowerCase().max(180).pipe(z.email()).nullable().optional(),
  phone: z.string().trim().max(40).nullable().optional(),
  country: z
    .string()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, 'must be a country of two letters')
    .nullable()
    .optional(),
});

const inputSchema = supplierChangesSchema.extend({ supplierId: idField });

/**
 * Changes a supplier.
 *
 * @throws DomainError NOT_FOUND; DbError UNIQUE_VIOLATION when the code is taken
 */
export async function updateSupplier(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<SupplierView> {
  const { supplierId: id, ...changes } = parseInput(inputSchema, input);
  const [row] = await client.supplier.updateManyAndReturn({
    where: { id, deletedAt: null },
    data: withoutUndefined(changes),
  });
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such supplier.');
  return toSupplier(row);
}
