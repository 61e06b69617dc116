import type { Transform } from 'node:stream';
import { createGunzip, createGzip, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { OperationsError } from '../errors.ts';

/**
 * How a backup is written: as orgdb's own file, or as pg_dump does: SQL for psql, or an archive or folder for pg_restore.
 */
export const BACKUP_FORMATS = ['orgbackup', 'plain', 'custom', 'directory'] as const;
export type BackupFormat = (typeof BACKUP_FORMATS)[number];

export const COMPRESSIONS = ['none', 'gzip', 'zstd'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

const SUFFIX: Readonly<Record<BackupFormat, string>> = {
  orgbackup: '.orgbackup',
  plain: '.sql',
  custom: '.dump',
  directory: '.dir',
};
const COMPRESSED: Readonly<Record<Compression, string>> = { none: '', gzip: '.gz', zstd: '.zst' };

const METHODS: Readonly<Record<BackupFormat, readonly [Compression, ...Compression[]]>> = {
  orgbackup: ['zstd'],
  plain: ['none', 'gzip', 'zstd'],
  custom: ['gzip', 'none'],
  directory: ['gzip', 'none'],
};

/** The compression that is asked for, or the format's own. @throws OperationsError BACKUP_UNSUPPORTED */
export function compressionFor(format: BackupFormat, asked: Compression | undefined): Compression {
  const methods = METHODS[format];
  if (asked === undefined || methods.includes(asked)) return asked ?? methods[0];
  throw new OperationsError(
    'BACKUP_UNSUPPORTED',
    `The format "${format}" is compressed by ${methods.join(' or ')}, not by ${asked}.`,
  );
}

/** How a backup's name ends, by what the tools of its format expect. */
export function suffixOf(
  format: BackupFormat,
  compression: Compression | undefined,
  encrypted: boolean,
): string {
  if (format === 'orgbackup') return SUFFIX.orgbackup;
  // What is compressed within an archive its name does not tell.
  const packed = format === 'plain' ? COMPRESSED[compressionFor(format, compression)] : '';
  return `${SUFFIX[format]}${packed}${encrypted ? '.enc' : ''}`;
}

export function compressing(compression: Compression): Transform[] {
  if (compression === 'gzip') return [createGzip()];
  return compression === 'zstd' ? [createZstdCompress()] : [];
}

export function decompressing(compression: Compression): Transform[] {
  if (compression === 'gzip') return [createGunzip()];
  return compression === 'zstd' ? [createZstdDecompress()] : [];
}
