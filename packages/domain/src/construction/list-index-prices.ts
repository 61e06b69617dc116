import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { fromDateColumn, toDateColumn } from '../shared/calendar-date.ts';
import { formatUnitPrice } from '../shared/money.ts';
import { dayText, idText, unitPriceText } from '../shared/view-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';

export const indexPriceSchema = z
  .object({
    id: idText,
    species: z.string(),
    grade: z.string(),
    size: z.string(),
    region: z.string(),
    pricePerMbf: unitPriceText.meta({ description: 'Per thousand board feet' }),
    currency: z.string(),
    weekOf: dayText.meta({ description: 'The Monday of the week' }),
  })
  .meta({ id: 'LumberIndexPrice' });
type IndexPriceView = z.output<typeof indexPriceSchema>;

const text = z.string().trim().min(1).max(50).optional();

/** What a list of prices of the index can be narrowed to. */
export const indexPriceFilters = {
  species: text,
  grade: text,
  size: text,
  region: text,
  weekOf: z.iso.date().optional().describe('The Monday of the week'),
};

export const INDEX_PRICE_ORDERS = ['-weekOf', 'weekOf'] as const;

const listIndexPricesInput = z.strictObject({ ...pageFields(INDEX_PRICE_ORDERS), ...indexPriceFilters });

/**
 * Prices of the lumber index, latest week first.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listIndexPrices(
  client: TenantClient,
  input: z.input<typeof listIndexPricesInput> = {},
): Promise<Page<IndexPriceView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listIndexPricesInput, input);
  const { weekOf, ...series } = wanted;
  const filters = { ...withoutUndefined(series), ...(weekOf && { weekOf: toDateColumn(weekOf) }) };
  const found = await readPage(
    client,
    { resource: 'lumber-index', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.randomLengthsPricing.findMany({ where: { AND: [filters, where] }, orderBy, take }),
  );
  return {
    data: found.data.map(({ id, species, grade, size, region, currency, ...row }) => ({
      id,
      species,
      grade,
      size,
      region,
      pricePerMbf: formatUnitPrice(row.pricePerMbf),
      currency,
      weekOf: fromDateColumn(row.weekOf),
    })),
    page: found.page,
  };
}
