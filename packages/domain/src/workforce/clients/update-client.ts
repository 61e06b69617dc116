import type { TenantClient } from '@org/db';
import type { z } from 'zod';
import { requireUser } from '../../core/require-user.ts';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField } from '../../shared/input-fields.ts';
import { withoutUndefined } from '../../shared/without-undefined.ts';
import { type ClientView, clientStatusSchema, toClient } from './client-view.ts';
import { createClientInput } from './create-client.ts';

/** What of a client can be changed; what is left out stays. */
export const clientChangesSchema = createClientInput.extend({ status: clientStatusSchema }).partial();

export const updateClientInput = clientChangesSchema.extend({ clientId: idField });

/**
 * Changes a client. One becomes TERMINATED when all of its sites are CLOSED; a TERMINATED one gets no new sites.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL; DbError UNIQUE_VIOLATION
 */
export async function updateClient(
  client: TenantClient,
  input: z.input<typeof updateClientInput>,
): Promise<ClientView> {
  const { clientId, ...changes } = parseInput(updateClientInput, input);
  return inTransaction(client, async (tx) => {
    // Whoever adds a site meanwhile holds a share of this lock.
    await tx.$queryRaw`SELECT FROM workforce.clients WHERE id = ${clientId}::uuid FOR NO KEY UPDATE`;
    if (changes.status === 'TERMINATED') {
      const open = await tx.site.count({ where: { clientId, status: { not: 'CLOSED' } } });
      if (open > 0) {
        throw new DomainError('STATE_ILLEGAL', `The client has ${open} sites that are not CLOSED.`);
      }
    }
    if (changes.userId) await requireUser(tx, changes.userId);
    const { count } = await tx.client.updateMany({
      where: { id: clientId },
      data: withoutUndefined(changes),
    });
    if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such client.');
    return toClient(await tx.client.findFirstOrThrow({ where: { id: clientId } }));
  });
}
