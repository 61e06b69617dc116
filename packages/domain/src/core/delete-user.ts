import type { TenantClient } from '@org/db';
import type { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { userIdSchema, userNotFound } from './get-user.ts';
import { permissionsOfUser } from './permissions-of-user.ts';
import { revokeUserSessions } from './revoke-user-sessions.ts';
import { type Actor, stayWithinRights } from './stay-within-rights.ts';

/**
 * Deletes a user softly: he vanishes from lists, loses his sessions, and his e-mail is free again.
 *
 * @param input `actor`: who does it; not the user himself, and with all his rights
 * @throws DomainError INPUT_INVALID, NOT_FOUND, PERMISSION_MISSING, CONFLICT
 */
export async function deleteUser(
  client: TenantClient,
  input: z.input<typeof userIdSchema> & { readonly actor?: Actor | undefined },
): Promise<void> {
  const { id } = parseInput(userIdSchema, input);
  if (input.actor?.userId === id) throw new DomainError('CONFLICT', 'You cannot delete yourself.');
  await client.$transaction(async (store) => {
    const permissions = await permissionsOfUser(store, id);
    const { count } = await store.user.deleteMany({ where: { id } });
    if (count === 0) throw userNotFound();
    stayWithinRights(input.actor, permissions);
    await revokeUserSessions(store, id);
  });
}
