import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { userNotFound } from './get-user.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';
import { newPasswordSchema, refuseObviousPassword, triedPasswordSchema } from './password-rules.ts';
import { recordEvent } from './record-event.ts';
import type { RequestOrigin } from './request-origin.ts';
import { revokeUserSessions } from './revoke-user-sessions.ts';

export const changePasswordSchema = z.object({
  currentPassword: triedPasswordSchema,
  newPassword: newPasswordSchema,
});

const inputSchema = changePasswordSchema.extend({ userId: z.guid() });

/**
 * Changes the password of a user who knows the present one. All his sessions end, this one too: he logs in again.
 *
 * @throws DomainError INPUT_INVALID, NOT_FOUND, PASSWORD_WRONG, PASSWORD_WEAK; CONFLICT when it was changed meanwhile
 */
export async function changePassword(
  client: TenantClient,
  input: z.input<typeof inputSchema> & { readonly request?: RequestOrigin | undefined },
): Promise<void> {
  const { userId, currentPassword, newPassword } = parseInput(inputSchema, input);
  const user = await client.user.findFirst({
    where: { id: userId },
    select: { name: true, email: true, passwordHash: true },
  });
  if (!user) throw userNotFound();
  if (!(await verifyPassword(user.passwordHash, currentPassword))) {
    throw new DomainError('PASSWORD_WRONG', undefined, {
      fields: [{ field: 'currentPassword', message: 'is wrong' }],
    });
  }
  refuseObviousPassword(newPassword, user);
  const passwordHash = await hashPassword(newPassword);
  await client.$transaction(async (store) => {
    const { count } = await store.user.updateMany({
      where: { id: userId, passwordHash: user.passwordHash },
      data: { passwordHash },
    });
    if (count === 0) throw new DomainError('CONFLICT', 'The password was changed by another request.');
    await revokeUserSessions(store, userId);
    await recordEvent(store, {
      action: 'password_change',
      entity: 'User',
      accountId: userId,
      byAccount: true,
      request: input.request,
    });
  });
}
