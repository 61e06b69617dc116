import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { revokeAll } from '../../core/revoke-all.ts';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';
import { withoutUndefined } from '../../shared/without-undefined.ts';
import { portalRole } from './add-portal-user.ts';
import { type PortalUserView, portalRoleSchema, portalUserSelect, toPortalUser } from './portal-user-view.ts';

/** What of a portal user can be changed; what is left out stays. */
export const portalUserChangesSchema = z.strictObject({
  name: z.string().trim().min(1).max(120).optional(),
  role: portalRoleSchema.optional(),
  status: z.enum(['ACTIVE', 'SUSPENDED']).optional(),
  isPrimaryContact: z.boolean().optional(),
});

const inputSchema = portalUserChangesSchema.extend({
  portalUserId: idField,
  /** Only if it is one of this customer's. */
  customerId: idField.optional(),
});

/**
 * Changes a portal user; one that is suspended is logged out.
 *
 * @throws DomainError NOT_FOUND
 */
export async function updatePortalUser(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<PortalUserView> {
  const { portalUserId: id, customerId, role, ...changes } = parseInput(inputSchema, input);
  const roleId = role === undefined ? undefined : (await portalRole(client, role)).id;
  const { count } = await client.portalUser.updateMany({
    where: { id, deletedAt: null, ...(customerId === undefined ? {} : { customerId }) },
    data: withoutUndefined({ ...changes, roleId }),
  });
  if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such portal user.');
  if (changes.status === 'SUSPENDED') {
    await revokeAll(() =>
      client.portalSession.updateMany({
        where: { portalUserId: id, revokedAt: null },
        data: { revokedAt: new Date() },
      }),
    );
  }
  return toPortalUser(await client.portalUser.findFirstOrThrow({ where: { id }, select: portalUserSelect }));
}
