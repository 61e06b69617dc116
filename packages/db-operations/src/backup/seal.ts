import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { OperationsError } from '../errors.ts';

const CHUNK = 65_536;
const TAG = 16;
const DIGEST = 32;

/**
 * Encrypts in chunks of 64 KiB with AES-256-GCM. A nonce is the chunk's number and, in its last byte, whether it is the last:
 * chunks that are missing, moved or cut off fail (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
 *
 * @param head authenticated with each chunk
 */
export function encrypting(key: Buffer, head: Buffer): Transform {
  let number = 0;
  const seal = (chunk: Buffer, isLast: boolean) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(number, isLast)).setAAD(head);
    number += 1;
    return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  };
  return chunked(CHUNK, seal);
}

/** The way back; what was not sealed with this key and this head is never passed on. */
export function decrypting(key: Buffer, head: Buffer, file: string): Transform {
  let number = 0;
  const open = (chunk: Buffer, isLast: boolean) => {
    try {
      const cut = chunk.length - TAG;
      const decipher = createDecipheriv('aes-256-gcm', key, nonce(number, isLast)).setAAD(head);
      decipher.setAuthTag(chunk.subarray(cut));
      number += 1;
      return Buffer.concat([decipher.update(chunk.subarray(0, cut)), decipher.final()]);
    } catch (cause) {
      throw damaged(file, cause);
    }
  };
  return chunked(CHUNK + TAG, open);
}

/** Adds a SHA-256 of the head and everything that passed. */
export function digesting(head: Buffer): Transform {
  const hash = createHash('sha256').update(head);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      done(null, hash.digest());
    },
  });
}

/** Takes the digest off again; the stream fails at its end where it does not fit. */
export function checking(head: Buffer, file: string): Transform {
  const hash = createHash('sha256').update(head);
  let held = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      held = Buffer.concat([held, chunk]);
      const passed = held.subarray(0, Math.max(0, held.length - DIGEST));
      held = held.subarray(passed.length);
      hash.update(passed);
      done(null, passed);
    },
    flush(done) {
      done(hash.digest().equals(held) ? null : damaged(file));
    },
  });
}

export function damaged(file: string, cause?: unknown): OperationsError {
  return new OperationsError(
    'BACKUP_DAMAGED',
    `${file} was cut off or changed since it was written. Nothing was restored; use another backup.`,
    { cause },
  );
}

function nonce(number: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(BigInt(number), 3);
  bytes[11] = isLast ? 1 : 0;
  return bytes;
}

/** Passes pieces of `size` through `work`; the last one may be shorter, and is known to be the last. */
function chunked(size: number, work: (chunk: Buffer, isLast: boolean) => Buffer): Transform {
  let held = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      held = Buffer.concat([held, chunk]);
      try {
        while (held.length > size) {
          this.push(work(held.subarray(0, size), false));
          held = held.subarray(size);
        }
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        done(null, work(held, true));
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
