import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { emailSchema } from '../../core/email-address.ts';
import { requireUser } from '../../core/require-user.ts';
import { parseInput } from '../../parse-input.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField } from '../../shared/input-fields.ts';
import { withoutUndefined } from '../../shared/without-undefined.ts';
import { type ClientView, toClient } from './client-view.ts';

export const createClientInput = z.strictObject({
  code: z.string().trim().min(1).max(50),
  name: z.string().trim().min(1).max(200),
  userId: idField.nullish().describe('Whose login sees what happens at its sites'),
  contactName: z.string().trim().min(1).max(120).nullish(),
  contactEmail: emailSchema.nullish(),
  contactPhone: z.string().trim().min(1).max(40).nullish(),
});

/**
 * Adds a client.
 *
 * @throws DomainError NOT_FOUND; DbError UNIQUE_VIOLATION when the code is taken, or the user is another client's
 */
export async function createClient(
  client: TenantClient,
  input: z.input<typeof createClientInput>,
): Promise<ClientView> {
  const wanted = parseInput(createClientInput, input);
  return inTransaction(client, async (tx) => {
    if (wanted.userId) await requireUser(tx, wanted.userId);
    return toClient(await tx.client.create({ data: withoutUndefined(wanted) }));
  });
}
