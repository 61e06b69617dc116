import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { emailSchema } from './email-address.ts';
import { refuseTakenEmail } from './email-taken.ts';
import { type FoundRole, findRoles, roleNameSchema } from './find-roles.ts';
import { getUser } from './get-user.ts';
import { permissionsOfUser } from './permissions-of-user.ts';
import { revokeUserSessions } from './revoke-user-sessions.ts';
import { type Actor, stayWithinRights } from './stay-within-rights.ts';
import { type User, userStatusSchema } from './user.ts';

/** What may be changed of a user; what is left out stays. */
export const updateUserSchema = z.object({
  name: z.string().trim().min(1).max(120).optional(),
  email: emailSchema.optional(),
  status: userStatusSchema.optional(),
  isActive: z.boolean().optional(),
  avatarUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .optional(),
  /** Replaces all roles. */
  roles: z.array(roleNameSchema).max(20).optional(),
});

const inputSchema = updateUserSchema.extend({ id: z.guid() });

/**
 * Changes a user, in one transaction. A new e-mail counts as not verified; a user who may no longer log in loses his
 * sessions. Nobody may switch himself off.
 *
 * @param input `actor`: who does it; he may change no user with a right that he lacks, and give none
 * @throws DomainError INPUT_INVALID, NOT_FOUND, EMAIL_TAKEN, ROLE_UNKNOWN, PERMISSION_MISSING, CONFLICT
 */
export async function updateUser(
  client: TenantClient,
  input: z.input<typeof inputSchema> & { readonly actor?: Actor | undefined },
): Promise<User> {
  const { id, roles, ...changes } = parseInput(inputSchema, input);
  const ends = (changes.status ?? 'ACTIVE') !== 'ACTIVE' || changes.isActive === false;
  if (ends && input.actor?.userId === id)
    throw new DomainError('CONFLICT', 'You cannot switch yourself off.');
  return await refuseTakenEmail(() =>
    client.$transaction(async (store) => {
      const before = await getUser(store, { id });
      stayWithinRights(input.actor, await permissionsOfUser(store, id));
      if (roles) await replaceRoles(store, id, await grantable(store, roles, input.actor));
      await store.user.updateMany({
        where: { id },
        data: {
          ...definedOnly(changes),
          ...(changes.email !== undefined && changes.email !== before.email
            ? { emailVerified: false, emailVerifiedAt: null }
            : {}),
        },
      });
      if (ends) await revokeUserSessions(store, id);
      return await getUser(store, { id });
    }),
  );
}

async function grantable(store: TenantTransaction, names: readonly string[], actor: Actor | undefined) {
  const found = await findRoles(store, names);
  stayWithinRights(
    actor,
    found.flatMap((role) => role.permissions),
  );
  return found;
}

async function replaceRoles(
  store: TenantTransaction,
  userId: string,
  roles: readonly FoundRole[],
): Promise<void> {
  const held = await store.userRole.findMany({ where: { userId } });
  const isHeld = ({ reference }: FoundRole, row: (typeof held)[number]) =>
    'roleId' in reference ? row.roleId === reference.roleId : row.tenantRoleId === reference.tenantRoleId;
  const gone = held.filter((row) => !roles.some((role) => isHeld(role, row)));
  const added = roles.filter((role) => !held.some((row) => isHeld(role, row)));
  // Only what changes is written, so that the audit tells what changed.
  if (gone.length > 0) await store.userRole.deleteMany({ where: { id: { in: gone.map((row) => row.id) } } });
  if (added.length > 0) {
    await store.userRole.createMany({ data: added.map(({ reference }) => ({ userId, ...reference })) });
  }
}

type Defined<Shape> = { [Key in keyof Shape]: Exclude<Shape[Key], undefined> };

function definedOnly<Shape extends object>(shape: Shape): Partial<Defined<Shape>> {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Partial<
    Defined<Shape>
  >;
}
