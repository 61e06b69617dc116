import { open } from 'node:fs/promises';
import { OperationsError } from '../errors.ts';
import { HEADER } from './dump/plain.ts';
import type { Compression } from './format.ts';

/** Of a file, what tells what it is; the first line of an envelope is shorter. */
const LENGTH = 512;
/** Where an archive of tar says that it is one. */
const TAR_MARK = 257;

/** @throws OperationsError BACKUP_INVALID when there is no such file, or it may not be read */
export async function readStart(file: string): Promise<Buffer> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LENGTH), 0, LENGTH, 0);
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    throw new OperationsError(
      'BACKUP_INVALID',
      `${file} cannot be read (${(cause as NodeJS.ErrnoException).code}). Name a file that "orgdb backup" or pg_dump has written, or a folder in the directory format of pg_dump.`,
      { cause },
    );
  }
}

/** The same of what is packed in a file. */
export async function startOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    start = Buffer.concat([start, chunk]);
    if (start.length >= LENGTH) break;
  }
  return start.subarray(0, LENGTH);
}

export function compressionOf(start: Buffer): Compression {
  if (start.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) return 'gzip';
  return start.subarray(0, 4).equals(Buffer.from([0x28, 0xb5, 0x2f, 0xfd])) ? 'zstd' : 'none';
}

export const isArchive = (start: Buffer): boolean => start.toString('latin1', 0, 5) === 'PGDMP';
export const isDump = (start: Buffer): boolean => start.toString('latin1').startsWith(HEADER);
export const isText = (start: Buffer): boolean => start.length > 0 && !start.includes(0);

export function notABackup(file: string, start: Buffer): OperationsError {
  const isTar = start.toString('latin1', TAR_MARK, TAR_MARK + 5) === 'ustar';
  const advice = isTar
    ? 'it is an archive of tar. Unpack it into a folder (tar -xf), and name that.'
    : 'it begins neither as one of orgdb nor as a dump of pg_dump. Unpack it, if something else than gzip or zstd has packed it.';
  return new OperationsError('BACKUP_INVALID', `${file} is no backup: ${advice}`);
}
