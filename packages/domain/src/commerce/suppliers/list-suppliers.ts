import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { contains } from '../../shared/search-text.ts';
import { type SupplierView, toSupplier } from '../views/terms.ts';

/** What a list of suppliers can be narrowed to. */
export const supplierFilters = {
  q: z.string().trim().min(1).max(100).optional().describe('Part of the code or the name'),
};

export const SUPPLIER_ORDERS = ['name', '-name'] as const;

const inputSchema = z.strictObject({ ...pageFields(SUPPLIER_ORDERS), ...supplierFilters });

/** @throws DbError CURSOR_INVALID */
export async function listSuppliers(
  client: TenantClient,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<SupplierView>> {
  const { limit, cursor, order, ...wanted } = parseInput(inputSchema, input);
  const { q } = wanted;
  const filters: Prisma.SupplierWhereInput[] = [{ deletedAt: null }];
  if (q) filters.push({ OR: [{ code: contains(q) }, { name: contains(q) }] });
  const found = await readPage(
    client,
    { resource: 'suppliers', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.supplier.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toSupplier), page: found.page };
}
