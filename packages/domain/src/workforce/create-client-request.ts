import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idempotencyKeyField, idField } from '../shared/input-fields.ts';
import { lockKey } from './lock-key.ts';
import { notifySupervisors } from './notify.ts';
import { scopeOf, workforceActorSchema } from './scope.ts';
import { type ClientRequestView, toClientRequest } from './views/client-request.ts';
import { prioritySchema } from './views/shift.ts';

export const clientRequestRequestSchema = z.strictObject({
  clientId: idField.optional().describe('Whose request it is; a client asks for itself'),
  siteId: idField.optional(),
  priority: prioritySchema.default('NORMAL'),
  title: z.string().trim().min(1).max(200),
  description: z.string().max(4000).default(''),
  idempotencyKey: idempotencyKeyField.optional(),
});

export const createClientRequestInput = clientRequestRequestSchema.extend({ actor: workforceActorSchema });

/**
 * A client asks for something, or a supervisor notes what a client asks for: OPEN. The supervisors are told. Repeated
 * with the same key it is done once.
 *
 * @throws DomainError NOT_FOUND, PERMISSION_MISSING, IDEMPOTENCY_KEY_REUSED
 */
export async function createClientRequest(
  client: TenantClient,
  input: z.input<typeof createClientRequestInput>,
): Promise<ClientRequestView> {
  const {
    actor,
    idempotencyKey,
    clientId: named,
    siteId,
    ...wanted
  } = parseInput(createClientRequestInput, input);
  return inTransaction(client, async (tx) => {
    const scope = await scopeOf(tx, actor);
    if (scope.kind !== 'all' && scope.kind !== 'client') {
      throw new DomainError(
        'PERMISSION_MISSING',
        'Only a client, or a supervisor for one, can ask for something.',
      );
    }
    const clientId = scope.kind === 'client' ? scope.clientId : await requireNamed(tx, named);
    if (named !== undefined && named !== clientId)
      throw new DomainError('NOT_FOUND', 'There is no such client.');
    if (idempotencyKey !== undefined) {
      await lockKey(tx, 'client-request', idempotencyKey);
      const done = await tx.clientRequest.findFirst({ where: { idempotencyKey } });
      if (done) {
        const same =
          done.clientId === clientId && done.title === wanted.title && done.siteId === (siteId ?? null);
        if (!same) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
        return toClientRequest(done);
      }
    }
    if (
      siteId !== undefined &&
      !(await tx.site.findFirst({ where: { id: siteId, clientId }, select: { id: true } }))
    ) {
      throw new DomainError('NOT_FOUND', 'The client has no such site.');
    }
    const request = await tx.clientRequest.create({
      data: {
        ...wanted,
        clientId,
        siteId: siteId ?? null,
        requestedById: actor.userId,
        idempotencyKey: idempotencyKey ?? null,
      },
    });
    const urgent = wanted.priority === 'URGENT' || wanted.priority === 'CRITICAL';
    await notifySupervisors(tx, {
      type: urgent ? 'URGENT' : 'INFO',
      title: `Client asks: ${wanted.title}`.slice(0, 200),
    });
    return toClientRequest(request);
  });
}

async function requireNamed(tx: TenantTransaction, clientId: string | undefined): Promise<string> {
  if (clientId === undefined) {
    const fields = [{ field: 'clientId', message: 'is needed: say whose request it is' }];
    throw new DomainError('INPUT_INVALID', 'The input is not valid: clientId is needed.', { fields });
  }
  const found = await tx.client.findFirst({ where: { id: clientId }, select: { id: true } });
  if (!found) throw new DomainError('NOT_FOUND', 'There is no such client.');
  return clientId;
}
