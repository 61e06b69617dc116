import { type TenantClient, withDeleted } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { toUser, type User, userSelect } from './user.ts';

export const userIdSchema = z.object({ id: z.guid() });

/**
 * A user by id, deleted ones included when asked for.
 *
 * @throws DomainError NOT_FOUND
 */
export async function getUser(
  client: Pick<TenantClient, 'user'>,
  input: z.input<typeof userIdSchema> & { readonly withDeleted?: boolean },
): Promise<User> {
  const { id } = parseInput(userIdSchema, input);
  const { user } = input.withDeleted ? withDeleted(client) : client;
  const row = await user.findFirst({ where: { id }, select: userSelect });
  if (!row) throw userNotFound();
  return toUser(row);
}

export function userNotFound(): DomainError {
  return new DomainError('NOT_FOUND', 'There is no such user.');
}
