import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import type { FilingView } from '../views/terms.ts';
import { inOrder, periodFields, prepareFiling } from './prepare-filing.ts';

export const prepareFilingsInput = z.strictObject(periodFields).refine(...inOrder);

/**
 * Prepares the filings of a period for every state that has a tax rate in it, one by one. Those that are filed already are
 * left alone.
 */
export async function prepareFilings(
  client: TenantClient,
  input: z.input<typeof prepareFilingsInput>,
): Promise<FilingView[]> {
  const { periodStart, periodEnd } = parseInput(prepareFilingsInput, input);
  const rates = await client.stateTaxRate.findMany({
    where: {
      validFrom: { lte: toDateColumn(periodEnd) },
      OR: [{ validTo: null }, { validTo: { gte: toDateColumn(periodStart) } }],
    },
    distinct: ['state'],
    orderBy: { state: 'asc' },
    select: { state: true },
  });
  const filings: FilingView[] = [];
  for (const { state } of rates) {
    try {
      filings.push(await prepareFiling(client, { state, periodStart, periodEnd }));
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'STATE_ILLEGAL')) throw error;
    }
  }
  return filings;
}
