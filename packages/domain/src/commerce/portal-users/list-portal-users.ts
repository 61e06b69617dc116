import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { idField } from '../../shared/input-fields.ts';
import {
  type PortalUserView,
  portalUserSelect,
  portalUserStatusSchema,
  toPortalUser,
} from './portal-user-view.ts';

/** What a list of portal users can be narrowed to. */
export const portalUserFilters = {
  customerId: idField.optional(),
  status: portalUserStatusSchema.optional(),
};

export const PORTAL_USER_ORDERS = ['email', '-email'] as const;

const inputSchema = z.strictObject({ ...pageFields(PORTAL_USER_ORDERS), ...portalUserFilters });

/** @throws DbError CURSOR_INVALID */
export async function listPortalUsers(
  client: TenantClient,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<PortalUserView>> {
  const { limit, cursor, order, ...wanted } = parseInput(inputSchema, input);
  const { customerId, status } = wanted;
  const filters: Prisma.PortalUserWhereInput[] = [{ deletedAt: null }];
  if (customerId) filters.push({ customerId });
  if (status) filters.push({ status });
  const found = await readPage(
    client,
    { resource: 'portal-users', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.portalUser.findMany({
        where: { AND: [...filters, where] },
        orderBy,
        take,
        select: portalUserSelect,
      }),
  );
  return { data: found.data.map(toPortalUser), page: found.page };
}
