import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type MediaFileView, toMediaFile } from './media-view.ts';

/** A stored file, as a request says it. */
export const mediaFileRequestSchema = z
  .strictObject({
    storageKey: z.string().trim().min(1).max(500),
    fileName: z.string().trim().min(1).max(255),
    mimeType: z
      .string()
      .max(127)
      .regex(/^[\w.+-]+\/[\w.+-]+$/, 'must be like image/png'),
    size: z.int().min(0).max(Number.MAX_SAFE_INTEGER).describe('Bytes'),
    sha256: z.hex().length(64, 'must be 64 hex digits').describe('Of the content, in hex'),
    thumbnailKey: z.string().trim().min(1).max(500).nullable().default(null),
    ownerEntity: z.string().trim().min(1).max(50).nullable().default(null).describe('Model, such as Product'),
    ownerId: z.guid().nullable().default(null),
  })
  .refine(({ ownerEntity, ownerId }) => (ownerEntity === null) === (ownerId === null), {
    path: ['ownerId'],
    error: 'goes together with ownerEntity',
  });

/**
 * Notes a file that was stored elsewhere: where it lies and what it is. The content is not looked at.
 *
 * @throws DbError UNIQUE_VIOLATION when the storage key is known
 */
export async function registerMediaFile(
  client: TenantClient,
  input: z.input<typeof mediaFileRequestSchema> & { readonly uploadedById: string | null },
): Promise<MediaFileView> {
  const { uploadedById, ...request } = input;
  const { size, sha256, ...data } = parseInput(mediaFileRequestSchema, request);
  const row = await client.mediaFile.create({
    data: { ...data, uploadedById, size: BigInt(size), sha256: new Uint8Array(Buffer.from(sha256, 'hex')) },
  });
  return toMediaFile(row);
}
