import { z } from 'zod';

import { idText, moment, momentOrNull, momentText } from '../../shared/view-fields.ts';

export const qrCodeSchema = z
  .object({
    id: idText,
    siteId: idText,
    label: z.string().describe('Where it hangs'),
    code: z.string().describe('What the QR code holds'),
    expiresAt: momentText.nullable(),
    revokedAt: momentText.nullable(),
    createdAt: momentText,
  })
  .meta({ id: 'QrCode' });
export type QrCodeView = z.output<typeof qrCodeSchema>;

interface QrCodeRow extends Omit<QrCodeView, 'expiresAt' | 'revokedAt' | 'createdAt'> {
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly createdAt: Date;
}

export function toQrCode({ id, siteId, label, code, ...row }: QrCodeRow): QrCodeView {
  return {
    id,
    siteId,
    label,
    code,
    expiresAt: momentOrNull(row.expiresAt),
    revokedAt: momentOrNull(row.revokedAt),
    createdAt: moment(row.createdAt),
  };
}
