import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';

export const deleteCustomerInput = z.strictObject({ customerId: idField });

/**
 * Deletes a customer softly: its orders and invoices stay, its code is free for another.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL while it has open orders or owes something
 */
export async function deleteCustomer(
  client: TenantClient,
  input: z.input<typeof deleteCustomerInput>,
): Promise<void> {
  const { customerId } = parseInput(deleteCustomerInput, input);
  await inTransaction(client, async (tx) => {
    // FOR UPDATE keeps new orders from referring to it meanwhile.
    const rows = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM commerce.customers WHERE id = ${customerId}::uuid AND deleted_at IS NULL FOR UPDATE`;
    if (rows.length === 0) throw new DomainError('NOT_FOUND', 'There is no such customer.');
    const open = await tx.order.findFirst({
      where: { customerId, status: { in: ['PENDING_APPROVAL', 'CONFIRMED', 'SHIPPED'] } },
      select: { number: true },
    });
    if (open) throw new DomainError('STATE_ILLEGAL', `The customer has an open order, ${open.number}.`);
    const unpaid = await tx.invoice.findFirst({
      where: { customerId, status: { in: ['ISSUED', 'DELIVERED'] } },
      select: { number: true },
    });
    if (unpaid) throw new DomainError('STATE_ILLEGAL', `The customer has not paid invoice ${unpaid.number}.`);
    await tx.customer.updateMany({
      where: { id: customerId },
      data: { deletedAt: new Date(), status: 'CLOSED' },
    });
  });
}
