import { createHash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Catalog } from '@org/db-migrate';
import type { BackupOrigin, TableSum } from './records.ts';

/** What a backup says of itself. */
export interface BackupProof {
  readonly origin: BackupOrigin;
  readonly tables: readonly TableSum[];
  /** Absent where schemas were left out. */
  readonly catalog?: Catalog;
}

const LINE = '-- orgdb-proof ';
const END = '-- orgdb-sha256 ';
/** Of the last line: its beginning and a SHA-256 in hexadecimal. */
const END_LENGTH = END.length + 64 + 1;
/** A proof of thousands of tables takes less. */
const LONGEST_PROOF = 16 * 2 ** 20;

/** A proof as comments of SQL, for a format that has no place of its own for it. */
export function proofComment(proof: BackupProof): string {
  const text = zstdCompressSync(JSON.stringify(proof)).toString('base64');
  const lines = text.match(/.{1,120}/g) ?? [];
  return lines.map((line) => `${LINE}${line}\n`).join('');
}

/** @returns the proof in a text that ends with one; undefined where there is none */
export function readProofComment(text: string): BackupProof | undefined {
  const encoded = text
    .split('\n')
    .filter((line) => line.startsWith(LINE))
    .map((line) => line.slice(LINE.length))
    .join('');
  if (encoded === '') return undefined;
  return JSON.parse(zstdDecompressSync(Buffer.from(encoded, 'base64')).toString()) as BackupProof;
}

/** Adds a last line with the SHA-256 of all before it. */
export async function* withDigest(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
  yield Buffer.from(`${END}${hash.digest('hex')}\n`);
}

/** Takes in a dump, and keeps its end. */
export class DumpTail {
  readonly #hash = createHash('sha256');
  #parts: Buffer[] = [];
  #size = 0;
  #unhashed = Buffer.alloc(0);

  add(chunk: Buffer): void {
    const bytes = Buffer.concat([this.#unhashed, chunk]);
    const settled = bytes.subarray(0, Math.max(0, bytes.length - END_LENGTH));
    this.#hash.update(settled);
    this.#unhashed = bytes.subarray(settled.length);
    this.#parts.push(chunk);
    this.#size += chunk.length;
    while (this.#size - (this.#parts[0]?.length ?? 0) > LONGEST_PROOF)
      this.#size -= this.#parts.shift()?.length ?? 0;
  }

  get text(): string {
    return Buffer.concat(this.#parts).toString();
  }

  /** Whether the last line is the digest of what was before it. */
  isGenuine(): boolean {
    return this.#unhashed.toString() === `${END}${this.#hash.copy().digest('hex')}\n`;
  }
}
