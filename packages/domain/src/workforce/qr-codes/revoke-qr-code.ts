import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';
import { type QrCodeView, toQrCode } from './qr-code-view.ts';

const inputSchema = z.strictObject({ qrCodeId: idField });

/**
 * Ends a code: who scans it from now on is told REVOKED. Doing it twice keeps the first moment.
 *
 * @throws DomainError NOT_FOUND
 */
export async function revokeQrCode(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<QrCodeView> {
  const { qrCodeId } = parseInput(inputSchema, input);
  await client.qrCode.updateMany({
    where: { id: qrCodeId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  const row = await client.qrCode.findFirst({ where: { id: qrCodeId } });
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such code.');
  return toQrCode(row);
}
