import type { Prisma } from '@org/db';
import { z } from 'zod';

import { idText, moment, momentOrNull, momentText } from '../../shared/view-fields.ts';

export const portalRoleSchema = z.enum(['portal_user', 'portal_admin']);
export const portalUserStatusSchema = z.enum(['INVITED', 'ACTIVE', 'SUSPENDED']);

export const portalUserSchema = z
  .object({
    id: idText,
    customerId: idText,
    name: z.string(),
    email: z.string(),
    role: z.string(),
    status: portalUserStatusSchema,
    isPrimaryContact: z.boolean(),
    lastLoginAt: momentText.nullable(),
    createdAt: momentText,
  })
  .meta({ id: 'PortalUser' });
export type PortalUserView = z.output<typeof portalUserSchema>;

interface PortalUserRow extends Omit<PortalUserView, 'role' | 'lastLoginAt' | 'createdAt'> {
  readonly role: { readonly name: string };
  readonly lastLoginAt: Date | null;
  readonly createdAt: Date;
}

/** Prisma's `select` for a portal user: never its password. */
export const portalUserSelect = {
  id: true,
  customerId: true,
  name: true,
  email: true,
  status: true,
  isPrimaryContact: true,
  lastLoginAt: true,
  createdAt: true,
  role: { select: { name: true } },
} satisfies Prisma.PortalUserSelect;

export function toPortalUser({ role, lastLoginAt, createdAt, ...rest }: PortalUserRow): PortalUserView {
  return { ...rest, role: role.name, lastLoginAt: momentOrNull(lastLoginAt), createdAt: moment(createdAt) };
}
