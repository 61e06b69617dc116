import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { type ClientView, clientStatusSchema, toClient } from './client-view.ts';

export const clientFilters = { status: clientStatusSchema.optional() };

export const CLIENT_ORDERS = ['code', '-code'] as const;

export const listClientsInput = z.strictObject({ ...pageFields(CLIENT_ORDERS), ...clientFilters });

/**
 * Whose sites are guarded, by code.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listClients(
  client: TenantClient,
  input: z.input<typeof listClientsInput> = {},
): Promise<Page<ClientView>> {
  const { limit, cursor, order, status } = parseInput(listClientsInput, input);
  const filters: Prisma.ClientWhereInput[] = status ? [{ status }] : [];
  const found = await readPage(
    client,
    { resource: 'clients', page: { limit, cursor, order }, filters: { status } },
    ({ where, orderBy, take }) =>
      client.client.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { page: found.page, data: found.data.map(toClient) };
}
