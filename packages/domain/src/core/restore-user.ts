import { restore, type TenantClient } from '@org/db';
import type { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { refuseTakenEmail } from './email-taken.ts';
import { getUser, userIdSchema } from './get-user.ts';
import { permissionsOfUser } from './permissions-of-user.ts';
import { type Actor, stayWithinRights } from './stay-within-rights.ts';
import type { User } from './user.ts';

/**
 * Brings a deleted user back, with the roles he had. Restoring one that is not deleted changes nothing.
 *
 * @param input `actor`: who does it; with all rights of the user
 * @throws DomainError INPUT_INVALID, NOT_FOUND, PERMISSION_MISSING; EMAIL_TAKEN when the e-mail was given to another
 */
export async function restoreUser(
  client: TenantClient,
  input: z.input<typeof userIdSchema> & { readonly actor?: Actor | undefined },
): Promise<User> {
  const { id } = parseInput(userIdSchema, input);
  return await refuseTakenEmail(() =>
    client.$transaction(async (store) => {
      const user = await getUser(store, { id, withDeleted: true });
      stayWithinRights(input.actor, await permissionsOfUser(store, id));
      if (user.deletedAt === null) return user;
      await restore(store, 'User', { id });
      return await getUser(store, { id });
    }),
  );
}
