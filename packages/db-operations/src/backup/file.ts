import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { OperationsError } from '../errors.ts';
import { fileKey, keyId } from './key.ts';
import { type BackupRecord, decode } from './records.ts';
import { checking, damaged, decrypting, digesting, encrypting } from './seal.ts';

const MAGIC = 'ORGDB-BACKUP 1 ';
const LONGEST_HEAD = 512;

/**
 * Writes a backup: under another name until it is whole and on disk, so that what was interrupted never looks like one.
 *
 * @param key encrypts it; without one it is only protected from mishaps
 */
export async function writeBackupFile(
  file: string,
  records: AsyncIterable<Buffer>,
  key: Buffer | undefined,
): Promise<void> {
  const salt = randomBytes(32);
  const about = key ? { encryption: 'aes-256-gcm', salt: salt.toString('base64'), key: keyId(key) } : {};
  const head = Buffer.from(`${MAGIC}${JSON.stringify({ compression: 'zstd', ...about })}\n`);
  const draft = `${file}.${randomBytes(6).toString('hex')}.unfinished`;
  try {
    const target = createWriteStream(draft, { flags: 'wx', mode: 0o600 });
    target.write(head);
    const seal = key ? encrypting(fileKey(key, salt), head) : digesting(head);
    await pipeline(Readable.from(records), createZstdCompress(), seal, target);
    await using handle = await open(draft, 'r+');
    await handle.sync();
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Reads the records of a backup.
 *
 * @throws OperationsError BACKUP_INVALID, BACKUP_DAMAGED, KEY_MISSING, KEY_WRONG
 */
export async function* readBackupFile(file: string, key: Buffer | undefined): AsyncGenerator<BackupRecord> {
  const { head, about } = await readHead(file);
  let open = checking(head, file);
  if (about.encryption !== undefined) {
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
    open = decrypting(fileKey(key, Buffer.from(about.salt ?? '', 'base64')), head, file);
  }
  const plain = new PassThrough();
  const done = pipeline(createReadStream(file, { start: head.length }), open, createZstdDecompress(), plain);
  done.catch(() => undefined); // Told by `plain`, which is destroyed with the same error.
  try {
    yield* decode(plain, file);
    await done;
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    throw code.startsWith('ZSTD') || code.startsWith('ERR_ZSTD') || error instanceof SyntaxError
      ? damaged(file, error)
      : error;
  } finally {
    plain.destroy();
  }
}

interface About {
  readonly encryption?: string;
  readonly salt?: string;
  readonly key?: string;
}

async function readHead(file: string): Promise<{ head: Buffer; about: About }> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LONGEST_HEAD), 0, LONGEST_HEAD, 0);
    const end = buffer.subarray(0, bytesRead).indexOf('\n');
    const line = buffer.toString('utf8', 0, Math.max(end, 0));
    if (!line.startsWith(MAGIC)) throw new Error('it does not begin as one');
    return { head: buffer.subarray(0, end + 1), about: JSON.parse(line.slice(MAGIC.length)) as About };
  } catch (cause) {
    throw new OperationsError(
      'BACKUP_INVALID',
      `${file} is no backup of orgdb: ${(cause as Error).message}.`,
      { cause },
    );
  }
}
