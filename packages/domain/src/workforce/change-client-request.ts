import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { notifyUser } from './notify.ts';
import { type ClientRequestStatus, type ClientRequestView, toClientRequest } from './views/client-request.ts';

export const clientRequestStepSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('ASSIGNED'), assignedToId: idField }),
  z.strictObject({ status: z.literal('IN_PROGRESS') }),
  z.strictObject({ status: z.literal('RESOLVED'), resolution: z.string().trim().min(1).max(4000) }),
  z.strictObject({ status: z.literal('CLOSED') }),
  z.strictObject({ status: z.literal('CANCELLED') }),
]);

export const changeClientRequestInput = z.strictObject({ requestId: idField, step: clientRequestStepSchema });

const STEPS: Readonly<Record<ClientRequestStatus, readonly ClientRequestStatus[]>> = {
  OPEN: ['ASSIGNED', 'CANCELLED'],
  ASSIGNED: ['ASSIGNED', 'IN_PROGRESS', 'CANCELLED'],
  IN_PROGRESS: ['ASSIGNED', 'RESOLVED', 'CANCELLED'],
  RESOLVED: ['CLOSED', 'IN_PROGRESS'],
  CLOSED: [],
  CANCELLED: [],
};

/**
 * Takes a client's request on: to who sees to it, to work, to its resolution, to its end. Who is assigned is told, and
 * so is the author when it is resolved.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function changeClientRequest(
  client: TenantClient,
  input: z.input<typeof changeClientRequestInput>,
): Promise<ClientRequestView> {
  const { requestId, step } = parseInput(changeClientRequestInput, input);
  return inTransaction(client, async (tx) => {
    await tx.$queryRaw`SELECT FROM workforce.client_requests WHERE id = ${requestId}::uuid FOR NO KEY UPDATE`;
    const request = await tx.clientRequest.findFirst({ where: { id: requestId } });
    if (!request) throw new DomainError('NOT_FOUND', 'There is no such request.');
    if (!STEPS[request.status].includes(step.status)) {
      throw new DomainError(
        'STATE_ILLEGAL',
        `The request is ${request.status}, and cannot become ${step.status}.`,
      );
    }
    const now = new Date();
    if (step.status === 'ASSIGNED') {
      const user = await tx.user.findFirst({
        where: { id: step.assignedToId, deletedAt: null, status: 'ACTIVE' },
        select: { id: true },
      });
      if (!user) throw new DomainError('NOT_FOUND', 'There is no such user.');
      await notifyUser(tx, user.id, {
        type: 'INFO',
        title: `A client's request is yours: ${request.title}`.slice(0, 200),
      });
    }
    if (step.status === 'RESOLVED') {
      await notifyUser(tx, request.requestedById, {
        type: 'INFO',
        title: `Resolved: ${request.title}`.slice(0, 200),
        body: step.resolution,
      });
    }
    await tx.clientRequest.updateMany({
      where: { id: requestId },
      data: {
        ...step,
        ...(step.status === 'ASSIGNED' ? { assignedAt: now } : {}),
        ...(step.status === 'RESOLVED' ? { resolvedAt: now } : {}),
      },
    });
    return toClientRequest(await tx.clientRequest.findFirstOrThrow({ where: { id: requestId } }));
  });
}
