import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import {
  type PurchaseOrderSummaryView,
  purchaseOrderStatusSchema,
  toPurchaseOrderSummary,
} from './views/purchase-order.ts';

/** What a list of purchase orders can be narrowed to. */
export const purchaseOrderFilters = {
  status: purchaseOrderStatusSchema.optional(),
  vendorId: idField.optional(),
  takeoffId: idField.optional(),
};

export const PURCHASE_ORDER_ORDERS = ['-createdAt', 'createdAt'] as const;

export const listPurchaseOrdersInput = z.strictObject({
  ...pageFields(PURCHASE_ORDER_ORDERS),
  ...purchaseOrderFilters,
});

/**
 * Purchase orders without their lines, latest first.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listPurchaseOrders(
  client: TenantClient,
  input: z.input<typeof listPurchaseOrdersInput> = {},
): Promise<Page<PurchaseOrderSummaryView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listPurchaseOrdersInput, input);
  const { status, vendorId, takeoffId } = wanted;
  const filters: Prisma.PurchaseOrderWhereInput = {
    ...(status && { status }),
    ...(vendorId && { vendorId }),
    ...(takeoffId && { takeoffId }),
  };
  const found = await readPage(
    client,
    { resource: 'purchase-orders', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.purchaseOrder.findMany({ where: { AND: [filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toPurchaseOrderSummary), page: found.page };
}
