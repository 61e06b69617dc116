import { z } from 'zod';

export const mediaFileSchema = z
  .object({
    id: z.guid(),
    storageKey: z.string(),
    fileName: z.string(),
    mimeType: z.string(),
    size: z.int().meta({ description: 'Bytes' }),
    sha256: z.string().meta({ description: 'Of the content, in hex' }),
    thumbnailKey: z.string().nullable(),
    ownerEntity: z.string().nullable(),
    ownerId: z.guid().nullable(),
    uploadedById: z.guid().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'MediaFile' });
export type MediaFileView = z.output<typeof mediaFileSchema>;

interface MediaFileRow extends Omit<MediaFileView, 'size' | 'sha256' | 'createdAt'> {
  readonly size: bigint;
  readonly sha256: Uint8Array;
  readonly createdAt: Date;
}

export function toMediaFile(row: MediaFileRow): MediaFileView {
  return {
    id: row.id,
    storageKey: row.storageKey,
    fileName: row.fileName,
    mimeType: row.mimeType,
    size: Number(row.size),
    sha256: Buffer.from(row.sha256).toString('hex'),
    thumbnailKey: row.thumbnailKey,
    ownerEntity: row.ownerEntity,
    ownerId: row.ownerId,
    uploadedById: row.uploadedById,
    createdAt: row.createdAt.toISOString(),
  };
}
