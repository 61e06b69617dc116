import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField, quantityField } from '../../shared/input-fields.ts';
import { type Clients, readThrough } from '../clients.ts';
import { listNameField } from './create-list.ts';
import { loadList, noSuchList, type SavedListView } from './list-view.ts';
import { requireOffered } from './require-offered.ts';

/** What of a list can be changed; what is left out stays. */
export const listChangesSchema = z.strictObject({
  name: listNameField.optional(),
  items: z
    .array(z.strictObject({ skuId: idField, quantity: quantityField }))
    .max(500)
    .refine((items) => new Set(items.map(({ skuId }) => skuId)).size === items.length, 'must name a SKU once')
    .optional()
    .describe('Replaces all of them'),
});

const inputSchema = listChangesSchema.extend({ listId: idField });

/**
 * Renames a list, or replaces what is on it, all at once. What is added has to be offered to its customer.
 *
 * @throws DomainError NOT_FOUND for a list or SKU out of sight, SKU_UNAVAILABLE, PORTAL_DISABLED
 */
export async function changeList(
  clients: Clients,
  input: z.input<typeof inputSchema>,
): Promise<SavedListView> {
  const { listId, name, items } = parseInput(inputSchema, input);
  const client = await readThrough(clients);
  return inTransaction(client, async (tx) => {
    // Of two changes at once the second waits here, and replaces the first.
    const { count } = await tx.list.updateMany({
      where: { id: listId },
      data: { updatedAt: new Date(), ...(name === undefined ? {} : { name }) },
    });
    if (count === 0) throw noSuchList();
    if (items) {
      const list = await loadList(tx, listId);
      const known = new Set(list.items.map(({ skuId }) => skuId));
      const added = items.filter(({ skuId }) => !known.has(skuId));
      await requireOffered(tx, {
        clients,
        customerId: list.customerId,
        skuIds: added.map(({ skuId }) => skuId),
      });
      await tx.listItem.deleteMany({ where: { listId, skuId: { notIn: items.map(({ skuId }) => skuId) } } });
      for (const { skuId, quantity } of items) {
        if (known.has(skuId)) await tx.listItem.updateMany({ where: { listId, skuId }, data: { quantity } });
        else await tx.listItem.create({ data: { listId, skuId, quantity }, select: { id: true } });
      }
    }
    return loadList(tx, listId);
  });
}
