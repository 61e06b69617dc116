import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { idField } from '../../shared/input-fields.ts';
import { type QrCodeView, toQrCode } from './qr-code-view.ts';

export const qrCodeFilters = { siteId: idField.optional() };

export const QR_CODE_ORDERS = ['code', '-code'] as const;

export const listQrCodesInput = z.strictObject({ ...pageFields(QR_CODE_ORDERS), ...qrCodeFilters });

/**
 * The codes of sites, those that are good no more included. For who looks after sites: who knows a code can say that he
 * is there.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listQrCodes(
  client: TenantClient,
  input: z.input<typeof listQrCodesInput> = {},
): Promise<Page<QrCodeView>> {
  const { limit, cursor, order, siteId } = parseInput(listQrCodesInput, input);
  const filters: Prisma.QrCodeWhereInput[] = siteId ? [{ siteId }] : [];
  const found = await readPage(
    client,
    { resource: 'qr-codes', page: { limit, cursor, order }, filters: { siteId } },
    ({ where, orderBy, take }) =>
      client.qrCode.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { page: found.page, data: found.data.map(toQrCode) };
}
