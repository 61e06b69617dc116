import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { loadReport } from './get-report.ts';
import { lockReport } from './reports/take-step.ts';
import { requireAgent, workforceActorSchema } from './scope.ts';
import type { ReportView } from './views/report.ts';

/** A file that was stored, and what it is; its content is kept elsewhere. */
export const mediaRequestSchema = z.strictObject({
  storageKey: z.string().min(1).max(500),
  fileName: z.string().min(1).max(255),
  mimeType: z.string().regex(/^[a-z]+\/[\w.+-]{1,100}$/),
  size: z.int().min(0).describe('Bytes'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
});

export const attachMediaInput = mediaRequestSchema.extend({ reportId: idField, actor: workforceActorSchema });

/**
 * The author attaches a stored file to a report that is still a DRAFT. The same file again, under the same key and with the same content, is attached once.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL, PERMISSION_MISSING, CONFLICT (the key belongs to something else)
 */
export async function attachMedia(
  client: TenantClient,
  input: z.input<typeof attachMediaInput>,
): Promise<ReportView> {
  const { reportId, actor, sha256, ...file } = parseInput(attachMediaInput, input);
  return inTransaction(client, async (tx) => {
    const agent = await requireAgent(tx, actor);
    const report = await lockReport(tx, reportId);
    if (report.agentId !== agent.id) throw new DomainError('NOT_FOUND', 'There is no such report.');
    if (report.status !== 'DRAFT') {
      throw new DomainError('STATE_ILLEGAL', `The report is ${report.status}. Only a DRAFT can be changed.`);
    }
    const hash = new Uint8Array(Buffer.from(sha256, 'hex'));
    const there = await tx.mediaFile.findFirst({ where: { storageKey: file.storageKey } });
    if (there && (there.ownerId !== reportId || !Buffer.from(there.sha256).equals(hash))) {
      throw new DomainError('CONFLICT', 'The storage key belongs to another file.');
    }
    if (!there) {
      await tx.mediaFile.create({
        data: { ...file, sha256: hash, ownerEntity: 'Report', ownerId: reportId, uploadedById: actor.userId },
        select: { id: true },
      });
    }
    return loadReport(tx, reportId, { kind: 'agent', userId: actor.userId, agentId: agent.id });
  });
}
