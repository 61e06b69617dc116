import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';
import { actorSchema } from '../actor.ts';
import { type Clients, readThrough } from '../clients.ts';
import { loadList, type SavedListView } from './list-view.ts';

export const listNameField = z.string().trim().min(1).max(120);

const inputSchema = z.strictObject({ customerId: idField, name: listNameField, actor: actorSchema });

/**
 * Begins a list, such as favourites or a standing order; it belongs to the portal user or the member of staff who begins
 * it.
 *
 * @throws DomainError NOT_FOUND for a customer that is not the tenant's or not the portal user's own, PORTAL_DISABLED
 */
export async function createList(
  clients: Clients,
  input: z.input<typeof inputSchema>,
): Promise<SavedListView> {
  const { customerId, name, actor } = parseInput(inputSchema, input);
  const client = await readThrough(clients);
  const own = actor.kind === 'portal' ? customerId === actor.customerId : await isThere(client, customerId);
  if (!own) throw new DomainError('NOT_FOUND', 'There is no such customer.');
  const owner = actor.kind === 'portal' ? { portalUserId: actor.portalUserId } : { userId: actor.userId };
  const { id } = await client.list.create({ data: { ...owner, customerId, name }, select: { id: true } });
  return loadList(client, id);
}

async function isThere(client: Awaited<ReturnType<typeof readThrough>>, id: string): Promise<boolean> {
  return (await client.customer.findFirst({ where: { id, deletedAt: null }, select: { id: true } })) !== null;
}
