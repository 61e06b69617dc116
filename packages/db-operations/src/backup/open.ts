import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { PassThrough, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OperationsError } from '../errors.ts';
import { compressionOf, isArchive, isDump, isText, notABackup, readStart, startOf } from './beginning.ts';
import { CONTENTS } from './dump/directory-dump.ts';
import { type About, MAGIC } from './file.ts';
import { type BackupFormat, decompressing } from './format.ts';
import { fileKey, keyId } from './key.ts';
import { checking, damaged, decrypting } from './seal.ts';

/** A backup that can be read from its beginning, decrypted and unpacked, as often as is wanted. */
export interface OpenBackup {
  readonly file: string;
  readonly format: BackupFormat;
  chunks(): AsyncGenerator<Buffer>;
  /** Where other programs may read it as it is. */
  readonly path?: string;
}

export interface OpenOptions {
  readonly key?: Buffer | undefined;
  /** Ends the reading; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** Takes SQL that does not begin as pg_dump begins it: what is loaded to be looked at, not to be relied on. */
  readonly anySql?: boolean;
}

/**
 * Tells what a file is by how it begins.
 *
 * @throws OperationsError BACKUP_INVALID, KEY_MISSING, KEY_WRONG; BACKUP_DAMAGED as it is read
 */
export async function openBackup(file: string, options: OpenOptions): Promise<OpenBackup> {
  const { signal, anySql = false } = options;
  const contents = path.join(file, CONTENTS);
  if (existsSync(contents)) {
    return { file, format: 'directory', chunks: () => read(contents, 0, [], signal), path: file };
  }
  const packed = await readStart(file);
  if (packed.toString('latin1').startsWith(MAGIC)) return openEnvelope(file, packed, options);
  const compression = compressionOf(packed);
  const chunks = () => read(file, 0, decompressing(compression), signal);
  const start = compression === 'none' ? packed : await startOf(chunks());
  if (isArchive(start)) {
    return { file, format: 'custom', chunks, ...(compression === 'none' ? { path: file } : {}) };
  }
  if (isDump(start) || (anySql && isText(start))) return { file, format: 'plain', chunks };
  throw notABackup(file, start);
}

function openEnvelope(file: string, start: Buffer, { key, signal }: OpenOptions): OpenBackup {
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
  return {
    file,
    format: about.format ?? 'orgbackup',
    chunks: () => read(file, head.length, steps(), signal),
  };
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

async function* read(
  file: string,
  start: number,
  steps: Transform[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const plain = new PassThrough();
  const done = pipeline([createReadStream(file, { start }), ...steps, plain], signal ? { signal } : {});
  done.catch(() => undefined); // Told by `plain`, which is destroyed with the same error.
  try {
    yield* plain;
    await done;
  } catch (error) {
    signal?.throwIfAborted();
    // Of zlib: Z_DATA_ERROR, ZSTD_error_…, ERR_ZSTD_…
    throw /^(?:ERR_)?Z(?:STD)?_/.test((error as { code?: string }).code ?? '') ? damaged(file, error) : error;
  } finally {
    plain.destroy();
  }
}
