import { randomBytes } from 'node:crypto';
import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField } from '../../shared/input-fields.ts';
import { momentField } from '../input-fields.ts';
import { type QrCodeView, toQrCode } from './qr-code-view.ts';

export const qrCodeRequestSchema = z.strictObject({
  siteId: idField,
  label: z.string().trim().min(1).max(120).describe('Where it hangs'),
  expiresAt: momentField.optional().describe('By default never'),
});

export const createQrCodeInput = qrCodeRequestSchema.extend({ actorId: idField });

/**
 * Makes a code for a site, of 128 random bits: it cannot be guessed, so who has it has been where it hangs.
 *
 * @throws DomainError NOT_FOUND
 */
export async function createQrCode(
  client: TenantClient,
  input: z.input<typeof createQrCodeInput>,
): Promise<QrCodeView> {
  const { siteId, label, expiresAt, actorId } = parseInput(createQrCodeInput, input);
  return inTransaction(client, async (tx) => {
    const site = await tx.site.findFirst({ where: { id: siteId }, select: { id: true } });
    if (!site) throw new DomainError('NOT_FOUND', 'There is no such site.');
    const row = await tx.qrCode.create({
      data: {
        siteId,
        label,
        code: randomBytes(16).toString('base64url'),
        expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
        createdById: actorId,
      },
    });
    return toQrCode(row);
  });
}
