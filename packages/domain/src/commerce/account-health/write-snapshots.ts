import type { TenantClient } from '@org/db';
import { Decimal } from 'decimal.js';
import type { AccountRating } from './rate-account.ts';
import type { CustomerFigures } from './read-figures.ts';

/** Where the column ends: growing from a cent to a fortune is more than that. */
const LARGEST_GROWTH = new Decimal('-9999999.99');

export type RatedCustomer = CustomerFigures & AccountRating;

/** Writes the snapshots of a day in one statement; those that are there already are replaced. */
export async function writeSnapshots(
  client: TenantClient,
  snapshotOn: string,
  customers: readonly RatedCustomer[],
): Promise<void> {
  // Decimals travel as strings, so that no digit passes through a float.
  const rows = JSON.stringify(
    customers.map((customer) => ({
      customer_id: customer.customerId,
      order_count: customer.orderCount,
      revenue_current: customer.revenueCurrent.toFixed(),
      revenue_previous: customer.revenuePrevious.toFixed(),
      revenue_drop_percent:
        customer.revenueDropPercent && Decimal.max(customer.revenueDropPercent, LARGEST_GROWTH).toFixed(),
      average_pace_days: customer.averagePaceDays?.toFixed() ?? null,
      days_since_last_order: customer.daysSinceLastOrder,
      risk: customer.risk,
    })),
  );
  await client.$executeRaw`
    INSERT INTO commerce.account_health_snapshots AS s
      (customer_id, snapshot_on, order_count, revenue_current, revenue_previous, revenue_drop_percent,
       average_pace_days, days_since_last_order, risk)
    SELECT customer_id, ${snapshotOn}::date, order_count, revenue_current, revenue_previous, revenue_drop_percent,
      average_pace_days, days_since_last_order, risk
    FROM jsonb_to_recordset(${rows}::jsonb) AS r (
      customer_id uuid, order_count int, revenue_current numeric, revenue_previous numeric,
      revenue_drop_percent numeric, average_pace_days numeric, days_since_last_order int, risk commerce.account_risk
    )
    ON CONFLICT (tenant_id, customer_id, snapshot_on) DO UPDATE SET
      order_count = excluded.order_count,
      revenue_current = excluded.revenue_current,
      revenue_previous = excluded.revenue_previous,
      revenue_drop_percent = excluded.revenue_drop_percent,
      average_pace_days = excluded.average_pace_days,
      days_since_last_order = excluded.days_since_last_order,
      risk = excluded.risk`;
}
