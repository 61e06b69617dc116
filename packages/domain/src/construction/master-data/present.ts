import { fromDateColumn } from '../../shared/calendar-date.ts';
import { formatMoney, formatNumber, formatUnitPrice } from '../../shared/money.ts';

/** How a value of a column is shown; moments and plain values need no word. */
export type Format = 'money' | 'price' | 'number' | 'day';

/** The value of a column for the outside: amounts as exact text, days without a time, moments in UTC. */
export function present(value: unknown, format: Format | undefined): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return format === 'day' ? fromDateColumn(value) : value.toISOString();
  if (format === 'money') return formatMoney(value);
  if (format === 'price') return formatUnitPrice(value);
  if (format === 'number') return formatNumber(value);
  return value;
}
