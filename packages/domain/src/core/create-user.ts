import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { emailSchema } from './email-address.ts';
import { refuseTakenEmail } from './email-taken.ts';
import { findRoles, roleNameSchema } from './find-roles.ts';
import { hashPassword } from './password-hash.ts';
import { newPasswordSchema, refuseObviousPassword } from './password-rules.ts';
import { type Actor, stayWithinRights } from './stay-within-rights.ts';
import { toUser, type User, userSelect, userStatusSchema } from './user.ts';

export const createUserSchema = z.object({
  name: z.string().trim().min(1).max(120),
  email: emailSchema,
  password: newPasswordSchema,
  status: userStatusSchema.default('ACTIVE'),
  avatarUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullish(),
  /** `core:user` when left out. */
  roles: z.array(roleNameSchema).max(20).optional(),
});

/**
 * Creates a user with roles, in one transaction.
 *
 * @param input `actor`: who does it; he may give no role with a right that he lacks
 * @throws DomainError INPUT_INVALID, PASSWORD_WEAK, EMAIL_TAKEN, ROLE_UNKNOWN, PERMISSION_MISSING
 */
export async function createUser(
  client: TenantClient,
  input: z.input<typeof createUserSchema> & { readonly actor?: Actor | undefined },
): Promise<User> {
  const { password, roles, avatarUrl, ...columns } = parseInput(createUserSchema, input);
  refuseObviousPassword(password, columns);
  const found = await findRoles(client, roles ?? ['core:user']);
  stayWithinRights(
    input.actor,
    found.flatMap((role) => role.permissions),
  );
  const passwordHash = await hashPassword(password);
  return await refuseTakenEmail(() =>
    client.$transaction(async (store) => {
      const { id } = await store.user.create({
        data: { ...columns, avatarUrl: avatarUrl ?? null, passwordHash },
        select: { id: true },
      });
      await store.userRole.createMany({ data: found.map(({ reference }) => ({ userId: id, ...reference })) });
      return toUser(await store.user.findFirstOrThrow({ where: { id }, select: userSelect }));
    }),
  );
}
