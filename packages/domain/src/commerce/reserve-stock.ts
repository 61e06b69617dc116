import type { TenantTransaction } from '@org/db';

import { DomainError } from '../errors.ts';
import { exact, formatNumber } from '../shared/money.ts';
import { type Allocation, allocateStock, type FreeStock, type WantedStock } from './allocate-stock.ts';

/** Locks the stock of SKUs in one order that all workflows keep, so that two orders never wait for each other. */
async function lockStock(tx: TenantTransaction, skuIds: readonly string[]): Promise<FreeStock[]> {
  const rows = await tx.$queryRaw<{ id: string; sku_id: string; location: string; available: string }[]>`
    SELECT id, sku_id, location, (on_hand - reserved)::text AS available
    FROM commerce.inventory WHERE sku_id = ANY (${[...skuIds]}::uuid[])
    ORDER BY sku_id, location FOR NO KEY UPDATE`;
  return rows.map((row) => ({
    inventoryId: row.id,
    skuId: row.sku_id,
    location: row.location,
    available: exact(row.available),
  }));
}

/**
 * Promises stock to an order: `reserved` grows, `onHand` stays. Waits for other orders of the same SKUs, so that the
 * last bottle is promised once.
 *
 * @param codes of the SKUs, for the message
 * @throws DomainError OUT_OF_STOCK naming each SKU that is short, and what there is of it
 */
export async function reserveStock(
  tx: TenantTransaction,
  wanted: readonly WantedStock[],
  codes: ReadonlyMap<string, string>,
): Promise<readonly Allocation[]> {
  const stock = await lockStock(
    tx,
    wanted.map((line) => line.skuId),
  );
  const { allocations, shortages } = allocateStock(wanted, stock);
  if (shortages.length > 0) {
    const fields = shortages.map((shortage) => ({
      field: codes.get(shortage.skuId) ?? shortage.skuId,
      message: `${formatNumber(shortage.wanted)} wanted, ${formatNumber(shortage.available)} available`,
    }));
    const problems = fields.map(({ field, message }) => `${field}: ${message}`);
    throw new DomainError('OUT_OF_STOCK', `There is not enough stock: ${problems.join('; ')}.`, { fields });
  }
  const reserved = await tx.$executeRaw`
    UPDATE commerce.inventory AS i SET reserved = i.reserved + w.quantity, updated_at = now()
    FROM unnest(
      ${allocations.map((allocation) => allocation.inventoryId)}::uuid[],
      ${allocations.map((allocation) => allocation.quantity.toFixed())}::numeric[]
    ) AS w (id, quantity)
    WHERE i.id = w.id AND i.on_hand - i.reserved >= w.quantity`;
  if (reserved !== allocations.length) throw new DomainError('OUT_OF_STOCK');
  return allocations;
}

/** Gives back what an order was promised. Call it once, with the order's row locked. */
export async function releaseStock(tx: TenantTransaction, orderId: string): Promise<void> {
  await lockOrderedStock(tx, orderId);
  await tx.$executeRaw`
    UPDATE commerce.inventory AS i SET reserved = i.reserved - l.quantity, updated_at = now()
    FROM (
      SELECT sku_id, location, sum(quantity) AS quantity FROM commerce.order_lines
      WHERE order_id = ${orderId}::uuid GROUP BY sku_id, location
    ) AS l
    WHERE i.sku_id = l.sku_id AND i.location = l.location`;
}

/** Takes what an order was promised out of the house. Call it once, with the order's row locked. */
export async function takeStock(tx: TenantTransaction, orderId: string): Promise<void> {
  await lockOrderedStock(tx, orderId);
  await tx.$executeRaw`
    UPDATE commerce.inventory AS i
    SET reserved = i.reserved - l.quantity, on_hand = i.on_hand - l.quantity, updated_at = now()
    FROM (
      SELECT sku_id, location, sum(quantity) AS quantity FROM commerce.order_lines
      WHERE order_id = ${orderId}::uuid GROUP BY sku_id, location
    ) AS l
    WHERE i.sku_id = l.sku_id AND i.location = l.location`;
}

async function lockOrderedStock(tx: TenantTransaction, orderId: string): Promise<void> {
  const lines = await tx.orderLine.findMany({ where: { orderId }, select: { skuId: true } });
  await lockStock(tx, [...new Set(lines.map((line) => line.skuId))]);
}
