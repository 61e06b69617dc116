import type { Prisma } from '@org/db';
import { z } from 'zod';
import { type HeldRole, roleName, rolesWithNames } from './held-role.ts';

export const userStatusSchema = z.enum(['ACTIVE', 'INACTIVE', 'SUSPENDED', 'PENDING']);

/** A member of staff as callers see it: without the password's hash. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly status: z.infer<typeof userStatusSchema>;
  readonly isActive: boolean;
  readonly avatarUrl: string | null;
  readonly emailVerified: boolean;
  readonly emailVerifiedAt: Date | null;
  readonly lastLoginAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
  /** Role names such as `commerce:sales_rep`; a tenant's own as `tenant:<name>`. */
  readonly roles: readonly string[];
}

/** What is read of a user: everything but the tenant and the password's hash. */
export const userSelect = {
  id: true,
  name: true,
  email: true,
  status: true,
  isActive: true,
  avatarUrl: true,
  emailVerified: true,
  emailVerifiedAt: true,
  lastLoginAt: true,
  createdAt: true,
  updatedAt: true,
  deletedAt: true,
  roles: { include: rolesWithNames },
} as const satisfies Prisma.UserSelect;

/** A user as read by `userSelect`, as callers see it. */
export function toUser(row: Omit<User, 'roles'> & { readonly roles: readonly HeldRole[] }): User {
  return { ...row, roles: row.roles.map(roleName).sort() };
}
