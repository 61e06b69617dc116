import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { stateField } from '../../shared/input-fields.ts';
import { type TaxRateView, toTaxRate } from '../views/terms.ts';

/** What a list of tax rates can be narrowed to. */
export const taxRateFilters = {
  state: stateField.optional(),
};

export const TAX_RATE_ORDERS = ['state', '-state'] as const;

const inputSchema = z.strictObject({ ...pageFields(TAX_RATE_ORDERS), ...taxRateFilters });

/** @throws DbError CURSOR_INVALID */
export async function listTaxRates(
  client: TenantClient,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<TaxRateView>> {
  const { limit, cursor, order, ...wanted } = parseInput(inputSchema, input);
  const { state } = wanted;
  const filters: Prisma.StateTaxRateWhereInput[] = state ? [{ state }] : [];
  const found = await readPage(
    client,
    { resource: 'tax-rates', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.stateTaxRate.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toTaxRate), page: found.page };
}
