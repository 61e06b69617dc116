import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { type DecimalLike, formatNumber } from '../../shared/money.ts';
import { decimalText, idText, moment, momentText } from '../../shared/view-fields.ts';

export const savedListSchema = z
  .object({
    id: idText,
    customerId: idText,
    portalUserId: idText.nullable(),
    userId: idText.nullable(),
    name: z.string(),
    items: z.array(z.object({ skuId: idText, quantity: decimalText })),
    createdAt: momentText,
    updatedAt: momentText,
  })
  .meta({ id: 'SavedList' });
export type SavedListView = z.output<typeof savedListSchema>;

interface SavedListRow extends Omit<SavedListView, 'items' | 'createdAt' | 'updatedAt'> {
  readonly items: readonly { readonly skuId: string; readonly quantity: DecimalLike }[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Prisma's `include` for a list with its items, in the order in which they came. */
export const listItems = { items: { orderBy: { id: 'asc' } } } satisfies Prisma.ListInclude;

export function toSavedList(row: SavedListRow): SavedListView {
  return {
    id: row.id,
    customerId: row.customerId,
    portalUserId: row.portalUserId,
    userId: row.userId,
    name: row.name,
    items: row.items.map(({ skuId, quantity }) => ({ skuId, quantity: formatNumber(quantity) })),
    createdAt: moment(row.createdAt),
    updatedAt: moment(row.updatedAt),
  };
}

/**
 * A list that the client's user sees.
 *
 * @throws DomainError NOT_FOUND
 */
export async function loadList(client: Pick<TenantClient, 'list'>, listId: string): Promise<SavedListView> {
  const row = await client.list.findFirst({ where: { id: listId }, include: listItems });
  if (!row) throw noSuchList();
  return toSavedList(row);
}

/** The refusal of a list that is out of sight. */
export function noSuchList(): DomainError {
  return new DomainError('NOT_FOUND', 'There is no such list.');
}
