import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { stateField } from '../../shared/input-fields.ts';
import { type FilingView, filingStatusSchema, toFiling } from '../views/terms.ts';

/** What a list of filings can be narrowed to. */
export const filingFilters = { state: stateField.optional(), status: filingStatusSchema.optional() };

export const FILING_ORDERS = ['-periodStart', 'periodStart'] as const;

const inputSchema = z.strictObject({ ...pageFields(FILING_ORDERS), ...filingFilters });

/** @throws DbError CURSOR_INVALID */
export async function listFilings(
  client: TenantClient,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<FilingView>> {
  const { limit, cursor, order, ...wanted } = parseInput(inputSchema, input);
  const { state, status } = wanted;
  const filters: Prisma.ComplianceFilingWhereInput[] = [];
  if (state) filters.push({ state });
  if (status) filters.push({ status });
  const found = await readPage(
    client,
    { resource: 'filings', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.complianceFiling.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toFiling), page: found.page };
}
