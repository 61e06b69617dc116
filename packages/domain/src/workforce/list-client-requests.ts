import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { scopeOf, workforceActorSchema } from './scope.ts';
import {
  type ClientRequestView,
  clientRequestStatusSchema,
  toClientRequest,
} from './views/client-request.ts';

export const clientRequestFilters = {
  status: clientRequestStatusSchema.optional(),
  clientId: idField.optional(),
  siteId: idField.optional(),
  assignedToId: idField.optional(),
};

export const CLIENT_REQUEST_ORDERS = ['-createdAt', 'createdAt'] as const;

export const listClientRequestsInput = z.strictObject({
  ...pageFields(CLIENT_REQUEST_ORDERS),
  ...clientRequestFilters,
  actor: workforceActorSchema,
});

/**
 * What clients ask for, latest first. A client gets its own, whoever else those that are assigned to him.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listClientRequests(
  client: TenantClient,
  input: z.input<typeof listClientRequestsInput>,
): Promise<Page<ClientRequestView>> {
  const { limit, cursor, order, actor, ...wanted } = parseInput(listClientRequestsInput, input);
  const { status, clientId, siteId, assignedToId } = wanted;
  const scope = await scopeOf(client, actor);
  const filters: Prisma.ClientRequestWhereInput[] = [];
  if (scope.kind === 'client') filters.push({ clientId: scope.clientId });
  if (scope.kind === 'agent' || scope.kind === 'none') filters.push({ assignedToId: actor.userId });
  if (status) filters.push({ status });
  if (clientId) filters.push({ clientId });
  if (siteId) filters.push({ siteId });
  if (assignedToId) filters.push({ assignedToId });
  const found = await readPage(
    client,
    {
      resource: 'client-requests',
      page: { limit, cursor, order },
      filters: { ...wanted, actor: actor.userId },
    },
    ({ where, orderBy, take }) =>
      client.clientRequest.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toClientRequest), page: found.page };
}
