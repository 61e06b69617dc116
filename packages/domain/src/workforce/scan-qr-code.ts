import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { idText } from '../shared/view-fields.ts';
import { recordScan } from './record-scan.ts';
import { requireAgent, workforceActorSchema } from './scope.ts';

export const scanRequestSchema = z.strictObject({
  code: z.string().min(1).max(100),
  shiftId: idField.optional().describe('The shift during which it is scanned; the code must be of its site'),
});

export const scanQrCodeInput = scanRequestSchema.extend({ actor: workforceActorSchema });

export const scanSchema = z
  .object({
    id: idText,
    result: z.enum(['VALID', 'UNKNOWN', 'EXPIRED', 'REVOKED', 'WRONG_SITE']),
    siteId: idText.nullable().describe('The site of a valid code'),
  })
  .meta({ id: 'QrCodeScan' });
export type ScanView = z.output<typeof scanSchema>;

/**
 * An agent scans a code on its round. Each scan is kept, with what came of it.
 *
 * @throws DomainError PERMISSION_MISSING (no agent), NOT_FOUND
 */
export async function scanQrCode(
  client: TenantClient,
  input: z.input<typeof scanQrCodeInput>,
): Promise<ScanView> {
  const { code, shiftId, actor } = parseInput(scanQrCodeInput, input);
  return inTransaction(client, async (tx) => {
    const agent = await requireAgent(tx, actor);
    const shift =
      shiftId === undefined ? null : await tx.shift.findFirst({ where: { id: shiftId, agentId: agent.id } });
    if (shiftId !== undefined && !shift) throw new DomainError('NOT_FOUND', 'There is no such shift.');
    const scan = { code, agentId: agent.id, shiftId: shift?.id ?? null, siteId: shift?.siteId ?? null };
    const { id, result, siteId } = await recordScan(tx, scan);
    return { id, result, siteId: result === 'VALID' ? siteId : null };
  });
}
