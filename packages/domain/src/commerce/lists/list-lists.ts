import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { idField } from '../../shared/input-fields.ts';
import { type Clients, readThrough } from '../clients.ts';
import { listItems, type SavedListView, toSavedList } from './list-view.ts';

/** What the lists can be narrowed to. */
export const listFilters = { customerId: idField.optional() };

export const LIST_ORDERS = ['name', '-name'] as const;

const inputSchema = z.strictObject({ ...pageFields(LIST_ORDERS), ...listFilters });

/**
 * The lists of the tenant; a portal user gets its own.
 *
 * @throws DomainError PORTAL_DISABLED; DbError CURSOR_INVALID
 */
export async function listLists(
  clients: Clients,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<SavedListView>> {
  const { customerId, ...page } = parseInput(inputSchema, input);
  const client = await readThrough(clients);
  const filters = customerId ? [{ customerId }] : [];
  const found = await readPage(
    client,
    { resource: 'lists', page, filters: { customerId } },
    ({ where, orderBy, take }) =>
      client.list.findMany({ where: { AND: [...filters, where] }, orderBy, take, include: listItems }),
  );
  return { data: found.data.map(toSavedList), page: found.page };
}
