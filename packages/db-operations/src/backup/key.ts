import { hkdfSync } from 'node:crypto';
import { OperationsError } from '../errors.ts';

/** Reads a key for backups: 32 bytes in base64. @throws OperationsError KEY_INVALID, which never shows it */
export function readBackupKey(text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length === 32 && key.toString('base64') === text.trim()) return key;
  throw new OperationsError(
    'KEY_INVALID',
    'ORG_BACKUP_KEY must be 32 random bytes in base64, as "openssl rand -base64 32" makes them.',
  );
}

/** A key of one file (HKDF-SHA-256, RFC 5869), so that no nonce is ever used twice with one key. */
export function fileKey(key: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, 'orgdb backup file', 32));
}

/** What a file may tell of its key: whether it is this one. */
export function keyId(key: Buffer): string {
  return Buffer.from(hkdfSync('sha256', key, '', 'orgdb backup key id', 4)).toString('hex');
}
