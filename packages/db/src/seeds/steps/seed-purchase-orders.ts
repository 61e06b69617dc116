import type { SeedTransaction } from '../seed-database.ts';

/** Writes the purchase orders of an approved takeoff, one a vendor, which were acknowledged and received in full. */
export async function seedPurchaseOrders(
  tx: SeedTransaction,
  { tenantId, takeoffId }: { tenantId: string; takeoffId: string },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO construction.purchase_orders
      (tenant_id, number, takeoff_id, vendor_id, status, total, created_by_id, expected_on, issued_at, acknowledged_at, received_at)
    SELECT t.tenant_id, 'PO-' || lpad((latest.number + row_number() OVER (ORDER BY v.code))::text, 8, '0'), t.id, v.id, 'RECEIVED',
      sum(l.extended_cost), t.created_by_id, t.ordered_at::date + v.lead_time_days, t.ordered_at, t.ordered_at + interval '1 day',
      t.ordered_at + make_interval(days => v.lead_time_days + 1)
    FROM construction.takeoffs t
    JOIN construction.takeoff_line_items l ON l.tenant_id = t.tenant_id AND l.takeoff_id = t.id
    JOIN construction.materials m ON m.tenant_id = l.tenant_id AND m.id = l.material_id
    JOIN construction.vendors v ON v.tenant_id = m.tenant_id AND v.id = m.vendor_id
    CROSS JOIN (
      SELECT coalesce(max(substr(number, 4)::bigint), 0) AS number FROM construction.purchase_orders
      WHERE tenant_id = ${tenantId}::uuid AND number ~ '^PO-[0-9]{8}$'
    ) AS latest
    WHERE t.tenant_id = ${tenantId}::uuid AND t.id = ${takeoffId}::uuid
    GROUP BY t.tenant_id, t.id, v.id, v.code, v.lead_time_days, latest.number, t.created_by_id, t.ordered_at`;
  await tx.$executeRaw`
    INSERT INTO construction.purchase_order_lines
      (tenant_id, purchase_order_id, takeoff_line_item_id, line_number, material_id, unit, quantity, unit_cost, extended_cost,
       received_quantity)
    SELECT o.tenant_id, o.id, l.id, row_number() OVER (PARTITION BY o.id ORDER BY l.line_number), l.material_id, l.unit, l.quantity,
      l.unit_cost, l.extended_cost, l.quantity
    FROM construction.purchase_orders o
    JOIN construction.takeoff_line_items l ON l.tenant_id = o.tenant_id AND l.takeoff_id = o.takeoff_id
    JOIN construction.materials m ON m.tenant_id = l.tenant_id AND m.id = l.material_id AND m.vendor_id = o.vendor_id
    WHERE o.tenant_id = ${tenantId}::uuid AND o.takeoff_id = ${takeoffId}::uuid`;
}
