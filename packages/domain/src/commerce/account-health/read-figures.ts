import type { TenantClient } from '@org/db';
import { Decimal } from 'decimal.js';
import type { AccountFigures } from './rate-account.ts';

/** Days of a period. */
const PERIOD_DAYS = 90;

export interface FiguresQuery {
  /** The moment to look from; later orders are not seen. */
  readonly asOf: Date;
  /** Currency whose revenue counts, as sums over currencies mean nothing. */
  readonly currency: string;
  /** The customer after which to go on; customers come by their id. */
  readonly afterCustomerId: string;
  /** Customers at most. */
  readonly limit: number;
}

export interface CustomerFigures extends AccountFigures {
  readonly customerId: string;
}

/**
 * What the customers of the client's tenant bought, in one statement and exact numbers.
 *
 * An order counts when it is CONFIRMED, SHIPPED or DELIVERED and no sample. Revenue is without tax. Customers that were
 * deleted or CLOSED are left out.
 */
export async function readFigures(client: TenantClient, query: FiguresQuery): Promise<CustomerFigures[]> {
  const { asOf, currency, afterCustomerId, limit } = query;
  const rows = await client.$queryRaw<
    {
      customerId: string;
      orderCount: number;
      revenueCurrent: string;
      revenuePrevious: string;
      meanDaysBetweenOrders: string | null;
      daysSinceLastOrder: number | null;
    }[]
  >`
    WITH period AS (
      SELECT ${asOf}::timestamptz AS until,
        ${asOf}::timestamptz - make_interval(hours => 24 * ${PERIOD_DAYS}::int) AS current_start,
        ${asOf}::timestamptz - make_interval(hours => 48 * ${PERIOD_DAYS}::int) AS previous_start
    ), account AS (
      SELECT c.tenant_id, c.id FROM commerce.customers AS c
      WHERE c.tenant_id = core.current_tenant_id() AND c.deleted_at IS NULL AND c.status <> 'CLOSED'
        AND c.id > ${afterCustomerId}::uuid
      ORDER BY c.id LIMIT ${limit}
    )
    SELECT a.id AS "customerId",
      f.orders AS "orderCount",
      f.revenue_current::text AS "revenueCurrent",
      f.revenue_previous::text AS "revenuePrevious",
      (extract(epoch FROM f.latest - f.first) / 86400 / nullif(f.orders - 1, 0))::text AS "meanDaysBetweenOrders",
      floor(extract(epoch FROM p.until - f.latest) / 86400)::int AS "daysSinceLastOrder"
    FROM account AS a
    CROSS JOIN period AS p
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS orders, min(o.ordered_at) AS first, max(o.ordered_at) AS latest,
        coalesce(sum(o.subtotal) FILTER (
          WHERE o.currency = ${currency} AND o.ordered_at > p.current_start
        ), 0) AS revenue_current,
        coalesce(sum(o.subtotal) FILTER (
          WHERE o.currency = ${currency} AND o.ordered_at > p.previous_start AND o.ordered_at <= p.current_start
        ), 0) AS revenue_previous
      FROM commerce.orders AS o
      WHERE o.tenant_id = a.tenant_id AND o.customer_id = a.id AND o.ordered_at <= p.until
        AND NOT o.is_sample AND o.status IN ('CONFIRMED', 'SHIPPED', 'DELIVERED')
    ) AS f
    ORDER BY a.id`;
  return rows.map((row) => ({
    ...row,
    revenueCurrent: new Decimal(row.revenueCurrent),
    revenuePrevious: new Decimal(row.revenuePrevious),
    meanDaysBetweenOrders: row.meanDaysBetweenOrders === null ? null : new Decimal(row.meanDaysBetweenOrders),
  }));
}
