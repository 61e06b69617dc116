import { createReadStream, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OperationsError } from '../errors.ts';
import { CONTENTS } from './dump/directory-dump.ts';
import { HEADER } from './dump/plain.ts';
import { type About, MAGIC } from './file.ts';
import { type BackupFormat, type Compression, decompressing } from './format.ts';
import { fileKey, keyId } from './key.ts';
import { checking, damaged, decrypting } from './seal.ts';

const LONGEST_HEAD = 512;

/** A backup that can be read from its beginning, decrypted and unpacked, as often as is wanted. */
export interface OpenBackup {
  readonly format: BackupFormat;
  chunks(): AsyncGenerator<Buffer>;
  /** Where other programs may read it as it is. */
  readonly path?: string;
}

/**
 * Tells what a file is by how it begins.
 *
 * @throws OperationsError BACKUP_INVALID, KEY_MISSING, KEY_WRONG; BACKUP_DAMAGED as it is read
 */
export async function openBackup(file: string, key: Buffer | undefined): Promise<OpenBackup> {
  if (existsSync(path.join(file, CONTENTS))) {
    return { format: 'directory', chunks: () => read(path.join(file, CONTENTS), 0, []), path: file };
  }
  const start = await readStart(file);
  if (start.subarray(0, 5).toString('latin1') === 'PGDMP') {
    return { format: 'custom', chunks: () => read(file, 0, []), path: file };
  }
  if (start.toString('latin1').startsWith(MAGIC)) return openEnvelope(file, start, key);
  const compression = compressionOf(start);
  if (compression === 'none' && !start.toString('latin1').startsWith(HEADER)) {
    throw new OperationsError(
      'BACKUP_INVALID',
      `${file} is no backup: it begins neither as one of orgdb nor as a dump of pg_dump.`,
    );
  }
  return { format: 'plain', chunks: () => read(file, 0, decompressing(compression)) };
}

function openEnvelope(file: string, start: Buffer, key: Buffer | undefined): OpenBackup {
  const head = start.subarray(0, start.indexOf('\n') + 1);
  const about = aboutOf(head, file);
  const steps = () => {
    if (about.encryption === undefined) return [checking(head, file), ...decompressing(about.compression)];
    const opened = decrypting(
      fileKey(keyFor(about, file, key), Buffer.from(about.salt ?? '', 'base64')),
      head,
      file,
    );
    return [opened, ...decompressing(about.compression)];
  };
  if (about.encryption !== undefined) keyFor(about, file, key);
  return { format: about.format ?? 'orgbackup', chunks: () => read(file, head.length, steps()) };
}

function aboutOf(head: Buffer, file: string): About {
  try {
    return JSON.parse(head.toString('utf8', MAGIC.length)) as About;
  } catch (cause) {
    throw damaged(file, cause);
  }
}

function keyFor(about: About, file: string, key: Buffer | undefined): Buffer {
  if (key === undefined) {
    throw new OperationsError(
      'KEY_MISSING',
      `${file} is encrypted. Set ORG_BACKUP_KEY to the key with which it was written.`,
    );
  }
  if (keyId(key) !== about.key) {
    throw new OperationsError(
      'KEY_WRONG',
      `${file} was encrypted by another key than that of ORG_BACKUP_KEY.`,
    );
  }
  return key;
}

async function* read(file: string, start: number, steps: Transform[]): AsyncGenerator<Buffer> {
  const plain = new PassThrough();
  const done = pipeline([createReadStream(file, { start }), ...steps, plain]);
  done.catch(() => undefined); // Told by `plain`, which is destroyed with the same error.
  try {
    yield* plain;
    await done;
  } catch (error) {
    // Of zlib: Z_DATA_ERROR, ZSTD_error_…, ERR_ZSTD_…
    throw /^(?:ERR_)?Z(?:STD)?_/.test((error as { code?: string }).code ?? '') ? damaged(file, error) : error;
  } finally {
    plain.destroy();
  }
}

function compressionOf(start: Buffer): Compression {
  if (start.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) return 'gzip';
  return start.subarray(0, 4).equals(Buffer.from([0x28, 0xb5, 0x2f, 0xfd])) ? 'zstd' : 'none';
}

async function readStart(file: string): Promise<Buffer> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST_HEAD), 0, LONGEST_HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    throw new OperationsError(
      'BACKUP_INVALID',
      `${file} cannot be read as a backup: ${(cause as Error).message}.`,
      { cause },
    );
  }
}
