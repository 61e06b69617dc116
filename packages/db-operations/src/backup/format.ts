import type { Transform } from 'node:stream';
import { createGunzip, createGzip, createZstdCompress, createZstdDecompress } from 'node:zlib';

/**
 * How a backup is written: as orgdb's own file, or as pg_dump does: SQL for psql, or an archive or folder for pg_restore.
 */
export const BACKUP_FORMATS = ['orgbackup', 'plain'] as const;
export type BackupFormat = (typeof BACKUP_FORMATS)[number];

export const COMPRESSIONS = ['none', 'gzip', 'zstd'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

const SUFFIX: Readonly<Record<BackupFormat, string>> = { orgbackup: '.orgbackup', plain: '.sql' };
const COMPRESSED: Readonly<Record<Compression, string>> = { none: '', gzip: '.gz', zstd: '.zst' };

/** What is compressed when nothing is said. */
export function defaultCompression(format: BackupFormat): Compression {
  return format === 'plain' ? 'none' : 'zstd';
}

/** How a backup's name ends, by what the tools of its format expect. */
export function suffixOf(
  format: BackupFormat,
  compression: Compression | undefined,
  encrypted: boolean,
): string {
  if (format === 'orgbackup') return SUFFIX.orgbackup;
  return `${SUFFIX[format]}${COMPRESSED[compression ?? defaultCompression(format)]}${encrypted ? '.enc' : ''}`;
}

export function compressing(compression: Compression): Transform[] {
  if (compression === 'gzip') return [createGzip()];
  return compression === 'zstd' ? [createZstdCompress()] : [];
}

export function decompressing(compression: Compression): Transform[] {
  if (compression === 'gzip') return [createGunzip()];
  return compression === 'zstd' ? [createZstdDecompress()] : [];
}
