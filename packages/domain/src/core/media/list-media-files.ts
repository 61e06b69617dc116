import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { type MediaFileView, toMediaFile } from './media-view.ts';

/** What a list of files can be narrowed to. */
export const mediaFilters = {
  ownerEntity: z.string().min(1).max(50).optional(),
  ownerId: z.guid().optional(),
};

export const MEDIA_ORDERS = ['-createdAt', 'createdAt'] as const;

const listMediaFilesInput = z.strictObject({ ...pageFields(MEDIA_ORDERS), ...mediaFilters });

/** @throws DbError CURSOR_INVALID */
export async function listMediaFiles(
  client: TenantClient,
  input: z.input<typeof listMediaFilesInput> = {},
): Promise<Page<MediaFileView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listMediaFilesInput, input);
  const { ownerEntity, ownerId } = wanted;
  const filters = [ownerEntity ? { ownerEntity } : {}, ownerId ? { ownerId } : {}];
  const found = await readPage(
    client,
    { resource: 'media-files', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.mediaFile.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toMediaFile), page: found.page };
}
