import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { fromDateColumn } from '../../shared/calendar-date.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField } from '../../shared/input-fields.ts';
import { loadSettings } from '../settings.ts';
import { type FilingView, toFiling } from '../views/terms.ts';

const inputSchema = z.strictObject({ filingId: idField });

/**
 * Files a DRAFT: from then on its figures are fixed. Of many at once one files it.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL when it is not a DRAFT, or its period is not over for the tenant
 */
export async function fileFiling(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<FilingView> {
  const { filingId: id } = parseInput(inputSchema, input);
  return inTransaction(client, async (tx) => {
    const { today } = await loadSettings(tx);
    const filing = await tx.complianceFiling.findFirst({ where: { id } });
    if (filing && fromDateColumn(filing.periodEnd) >= today) {
      throw new DomainError(
        'STATE_ILLEGAL',
        `The period ends on ${fromDateColumn(filing.periodEnd)}: wait for it.`,
      );
    }
    const [row] = await tx.complianceFiling.updateManyAndReturn({
      where: { id, status: 'DRAFT' },
      data: { status: 'FILED', filedAt: new Date() },
    });
    return row ? toFiling(row) : refuse(filing);
  });
}

/**
 * Notes that the state has accepted a filing.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL when it is not FILED
 */
export async function acceptFiling(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<FilingView> {
  const { filingId: id } = parseInput(inputSchema, input);
  const [row] = await client.complianceFiling.updateManyAndReturn({
    where: { id, status: 'FILED' },
    data: { status: 'ACCEPTED' },
  });
  return row ? toFiling(row) : refuse(await client.complianceFiling.findFirst({ where: { id } }));
}

function refuse(filing: { readonly status: string } | null): never {
  if (!filing) throw new DomainError('NOT_FOUND', 'There is no such filing.');
  throw new DomainError('STATE_ILLEGAL', `The filing is ${filing.status}.`);
}
