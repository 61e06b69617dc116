import type { TenantClient } from '@org/db';
import { DomainError } from '../../errors.ts';
import { type CalendarDate, calendarDateIn } from '../../shared/calendar-date.ts';

export interface SalesMetricsWritten {
  /** First day of the month, `YYYY-MM-DD`. */
  readonly periodStart: CalendarDate;
  /** Reps that have a row for the month. */
  readonly reps: number;
}

/**
 * Writes what each sales rep sold in a calendar month of the tenant's time zone: orders and revenue without tax of
 * orders that are CONFIRMED, SHIPPED or DELIVERED, in the tenant's currency, and the units that were given as samples.
 *
 * One statement; it may run any number of times. A rep whose orders were all cancelled since falls back to zero.
 *
 * @param month any day of it, `YYYY-MM-DD`; the current month by default
 * @throws DomainError NOT_FOUND when the tenant has no settings
 */
export async function writeSalesMetrics(
  client: TenantClient,
  month?: CalendarDate,
): Promise<SalesMetricsWritten> {
  const settings = await client.tenantSettings.findFirst();
  if (!settings) throw new DomainError('NOT_FOUND', 'The tenant has no settings. Run its seed.');
  const { timezone, defaultCurrency: currency } = settings;
  const periodStart = `${(month ?? calendarDateIn(timezone, new Date())).slice(0, 7)}-01`;
  const reps = await client.$executeRaw`
    WITH period AS (
      SELECT first_day, (first_day + interval '1 month' - interval '1 day')::date AS last_day,
        first_day::timestamp AT TIME ZONE ${timezone} AS start,
        (first_day + interval '1 month') AT TIME ZONE ${timezone} AS until
      FROM (SELECT ${periodStart}::date AS first_day) AS chosen
    ), sold AS (
      SELECT o.id, o.sales_rep_id, o.is_sample, o.currency, o.subtotal
      FROM period AS p
      JOIN commerce.orders AS o ON o.ordered_at >= p.start AND o.ordered_at < p.until
      WHERE o.tenant_id = core.current_tenant_id() AND o.sales_rep_id IS NOT NULL
        AND o.status IN ('CONFIRMED', 'SHIPPED', 'DELIVERED')
    ), by_rep AS (
      SELECT sales_rep_id,
        count(*) FILTER (WHERE NOT is_sample AND currency = ${currency}) AS order_count,
        coalesce(sum(subtotal) FILTER (WHERE NOT is_sample AND currency = ${currency}), 0) AS revenue
      FROM sold GROUP BY sales_rep_id
    ), samples AS (
      SELECT sold.sales_rep_id, sum(l.quantity) AS units
      FROM sold JOIN commerce.order_lines AS l ON l.tenant_id = core.current_tenant_id() AND l.order_id = sold.id
      WHERE sold.is_sample GROUP BY sold.sales_rep_id
    ), reps AS (
      SELECT sales_rep_id AS user_id FROM by_rep
      UNION
      SELECT m.user_id FROM commerce.sales_metrics AS m JOIN period AS p
        ON m.period_start = p.first_day AND m.period_end = p.last_day
      WHERE m.tenant_id = core.current_tenant_id()
    )
    INSERT INTO commerce.sales_metrics AS m (user_id, period_start, period_end, order_count, revenue, sample_units)
    SELECT r.user_id, p.first_day, p.last_day, coalesce(b.order_count, 0), coalesce(b.revenue, 0), coalesce(s.units, 0)
    FROM reps AS r
    CROSS JOIN period AS p
    LEFT JOIN by_rep AS b ON b.sales_rep_id = r.user_id
    LEFT JOIN samples AS s ON s.sales_rep_id = r.user_id
    ON CONFLICT (tenant_id, user_id, period_start, period_end) DO UPDATE SET
      order_count = excluded.order_count, revenue = excluded.revenue, sample_units = excluded.sample_units,
      updated_at = now()`;
  return { periodStart, reps };
}
