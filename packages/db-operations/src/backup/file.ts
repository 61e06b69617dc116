import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BackupFormat, Compression } from './format.ts';
import { compressing } from './format.ts';
import { fileKey, keyId } from './key.ts';
import { digesting, encrypting } from './seal.ts';

export const MAGIC = 'ORGDB-BACKUP 1 ';

/** What the first line of an envelope tells. */
export interface About {
  /** Absent: `orgbackup`. */
  readonly format?: BackupFormat;
  readonly compression: Compression;
  readonly encryption?: string;
  readonly salt?: string;
  readonly key?: string;
}

export interface FileOptions {
  readonly format: BackupFormat;
  readonly compression: Compression;
  /** Encrypts it; without one it is only protected from mishaps. */
  readonly key: Buffer | undefined;
  /** Written over how it begins, when it is whole and not encrypted; of the same length. */
  readonly beginning?: () => Buffer;
}

/**
 * Writes a backup: under another name until it is whole and on disk, so that what was interrupted never looks like one. orgdb's own
 * format, and whatever is encrypted, gets an envelope around it; else other programs shall read it as it is.
 */
export async function writeBackupFile(
  file: string,
  content: AsyncIterable<Buffer>,
  { format, compression, key, beginning }: FileOptions,
): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}.unfinished`;
  try {
    const target = createWriteStream(draft, { flags: 'wx', mode: 0o600 });
    const compress = compressing(compression);
    const source = Readable.from(content);
    if (format === 'orgbackup' || key !== undefined) {
      const salt = randomBytes(32);
      const head = headOf({
        ...(format === 'orgbackup' ? {} : { format }),
        compression,
        ...(key ? { encryption: 'aes-256-gcm', salt: salt.toString('base64'), key: keyId(key) } : {}),
      });
      target.write(head);
      await pipeline([
        source,
        ...compress,
        key ? encrypting(fileKey(key, salt), head) : digesting(head),
        target,
      ]);
    } else {
      await pipeline([source, ...compress, target]);
    }
    await using handle = await open(draft, 'r+');
    if (beginning && key === undefined) await handle.write(beginning(), 0, undefined, 0);
    await handle.sync();
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

function headOf(about: About): Buffer {
  return Buffer.from(`${MAGIC}${JSON.stringify(about)}\n`);
}
