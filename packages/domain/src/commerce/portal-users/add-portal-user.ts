import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { emailSchema } from '../../core/email-address.ts';
import { hashPassword } from '../../core/password-hash.ts';
import { newPasswordSchema, refuseObviousPassword } from '../../core/password-rules.ts';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';
import { requireReferences } from '../references.ts';
import { type PortalUserView, portalRoleSchema, portalUserSelect, toPortalUser } from './portal-user-view.ts';

/** A portal user, as a request says it. */
export const portalUserRequestSchema = z.strictObject({
  customerId: idField,
  name: z.string().trim().min(1).max(120),
  email: emailSchema,
  password: newPasswordSchema,
  role: portalRoleSchema.default('portal_user'),
  isPrimaryContact: z.boolean().default(false),
});

/**
 * Lets a person of a customer into the portal.
 *
 * @throws DomainError NOT_FOUND for the customer, PASSWORD_WEAK; DbError UNIQUE_VIOLATION when the e-mail is taken
 */
export async function addPortalUser(
  client: TenantClient,
  input: z.input<typeof portalUserRequestSchema>,
): Promise<PortalUserView> {
  const { password, role, ...data } = parseInput(portalUserRequestSchema, input);
  refuseObviousPassword(password, data);
  await requireReferences(client, { customerId: data.customerId });
  const { id: roleId } = await portalRole(client, role);
  const row = await client.portalUser.create({
    data: { ...data, roleId, passwordHash: await hashPassword(password), status: 'ACTIVE' },
    select: portalUserSelect,
  });
  return toPortalUser(row);
}

/** The system's role of this name. */
export async function portalRole(client: TenantClient, name: string): Promise<{ id: string }> {
  const role = await client.role.findFirst({ where: { system: 'commerce', name }, select: { id: true } });
  if (!role) throw new DomainError('ROLE_UNKNOWN', `There is no role commerce:${name}. Run the seeds.`);
  return role;
}
