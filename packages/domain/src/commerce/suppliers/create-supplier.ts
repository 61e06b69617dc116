import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type SupplierView, toSupplier } from '../views/terms.ts';

export const createSupplierInput = z.strictObject({
  code: z.string().trim().min(1).max(50),
  name: z.string().trim().min(1).max(200),
  email: z.string().trim().toLowerCase().max(180).pipe(z.email()).nullable().default(null),
  phone: z.string().trim().max(40).nullable().default(null),
  country: z
    .string()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, 'must be a country of two letters')
    .nullable()
    .default(null),
});

/**
 * Adds a supplier.
 *
 * @throws DbError UNIQUE_VIOLATION when the code is taken
 */
export async function createSupplier(
  client: TenantClient,
  input: z.input<typeof createSupplierInput>,
): Promise<SupplierView> {
  const data = parseInput(createSupplierInput, input);
  return toSupplier(await client.supplier.create({ data: data }));
}
